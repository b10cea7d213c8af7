package tfvars

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/rootmod"
)

// file takes in one variable file's assignments. That the file cannot be read
// is an error; what is wrong in it is a problem.
func (c *checker) file(f File) error {
	src, err := os.ReadFile(f.Path)
	if err != nil {
		return fmt.Errorf("reading variable file %q: %w", f.Name, err)
	}
	file, diags := hclmod.ParseFile(hclparse.NewParser(), f.Name, src)
	if diags.HasErrors() {
		// What follows the first is most often its consequence: a quote that is not closed makes one of each line.
		c.problems = append(c.problems, rootmod.Problems(diags)[0])
		c.unread = true
		return nil
	}
	attrs, diags := file.Body.JustAttributes()
	c.problems = append(c.problems, rootmod.Problems(diags)...)
	inOrder := make([]*hcl.Attribute, 0, len(attrs))
	for _, attr := range attrs {
		inOrder = append(inOrder, attr)
	}
	slices.SortFunc(inOrder, func(a, b *hcl.Attribute) int { return cmp.Compare(a.Range.Start.Byte, b.Range.Start.Byte) })
	for _, attr := range inOrder {
		where := fmt.Sprintf("%s:%d", f.Name, attr.NameRange.Start.Line)
		if c.set(attr.Name, where) && !c.refuseKey(attr.Name, where) {
			_, diags := attr.Expr.Value(nil)
			c.problems = append(c.problems, rootmod.Problems(diags)...)
			c.values.exprs[attr.Name] = attr.Expr
			if !diags.HasErrors() {
				c.attributes(c.root.Variables[attr.Name], attr.Expr, "")
			}
		}
	}
	return nil
}

// jsonValue reads a value as OpenTofu reads it from a command line.
func (c *checker) jsonValue(v *rootmod.Variable, value, where string) ([]byte, error) {
	if v.Literal {
		return json.Marshal(value)
	}
	expr, diags := hclsyntax.ParseExpression([]byte(value), "value", hcl.InitialPos)
	if diags.HasErrors() {
		return nil, errors.New(diags[0].Summary)
	}
	val, diags := expr.Value(nil)
	if diags.HasErrors() {
		return nil, errors.New(diags[0].Summary)
	}
	c.attributes(v, expr, where)
	data, err := ctyjson.Marshal(val, val.Type())
	if err != nil {
		return nil, fmt.Errorf("encoding: %w", err)
	}
	return data, nil
}

// hint suggests the declared variable whose name is nearest.
func (c *checker) hint(name string) string {
	return nearest(name, slices.Collect(maps.Keys(c.root.Variables)))
}

// nearest suggests the candidate that is nearest to a name, if one is near.
func nearest(name string, candidates []string) string {
	best, distance := "", 3
	for _, candidate := range candidates {
		if d := editDistance(name, candidate); d < distance || d == distance && candidate < best {
			best, distance = candidate, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %q?)", best)
}

// editDistance counts the insertions, deletions and substitutions between a and b.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
