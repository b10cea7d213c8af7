package valueplace

import (
	"os"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

// module is a root module, whose files are read when they are asked for.
type module struct {
	root  string
	files []spec.File
	read  map[string]*hclsyntax.Body
}

// part are the variables that a part of an expression's value comes from.
func (m *module) part(expr hclsyntax.Expression, way []string) [][]string {
	switch e := expr.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		if names := steps(e.Traversal); len(names) > 1 && names[0] == "var" {
			return [][]string{append(names[1:], way...)}
		}
	case *hclsyntax.ObjectConsExpr:
		for _, item := range e.Items {
			if len(way) > 0 && hcl.ExprAsKeyword(item.KeyExpr) == way[0] {
				return m.part(item.ValueExpr, way[1:])
			}
		}
	}
	return m.variables(expr, map[string]bool{})
}

// variables are those that an expression is made of, also by way of locals.
func (m *module) variables(expr hcl.Expression, seen map[string]bool) [][]string {
	var found [][]string
	for _, t := range expr.Variables() {
		steps := steps(t)
		switch {
		case len(steps) < 2:
		case steps[0] == "var":
			found = append(found, steps[1:])
		case steps[0] == "local" && !seen[steps[1]]:
			seen[steps[1]] = true
			if value := m.local(steps[1]); value != nil {
				found = append(found, m.variables(value, seen)...)
			}
		}
	}
	return found
}

// steps are the names of a traversal, up to the first step that is none.
func steps(t hcl.Traversal) []string {
	names := []string{t.RootName()}
	for _, step := range t[1:] {
		attr, ok := step.(hcl.TraverseAttr)
		if !ok {
			break
		}
		names = append(names, attr.Name)
	}
	return names
}

func (m *module) local(name string) hcl.Expression {
	for _, f := range m.files {
		if path.Dir(f.Dest) != path.Clean(m.root) || !strings.HasSuffix(f.Dest, ".tf") {
			continue
		}
		for _, block := range m.body(f.Dest).Blocks {
			if attr := block.Body.Attributes[name]; block.Type == "locals" && attr != nil {
				return attr.Expr
			}
		}
	}
	return nil
}

// body is a file's content, or empty if it cannot be had: that is another finding.
func (m *module) body(dest string) *hclsyntax.Body {
	if b := m.read[dest]; b != nil {
		return b
	}
	body := &hclsyntax.Body{}
	if i := slices.IndexFunc(m.files, func(f spec.File) bool { return f.Dest == dest }); i >= 0 {
		src, err := os.ReadFile(m.files[i].Path)
		if file, diags := hclsyntax.ParseConfig(src, dest, hcl.InitialPos); err == nil && !diags.HasErrors() {
			body = file.Body.(*hclsyntax.Body)
		}
	}
	if m.read == nil {
		m.read = map[string]*hclsyntax.Body{}
	}
	m.read[dest] = body
	return body
}

// attributeAt is the attribute that a line is of.
func attributeAt(body *hclsyntax.Body, line int) *hclsyntax.Attribute {
	for _, attr := range body.Attributes {
		if r := attr.Range(); r.Start.Line <= line && line <= r.End.Line {
			return attr
		}
	}
	for _, block := range body.Blocks {
		if attr := attributeAt(block.Body, line); attr != nil {
			return attr
		}
	}
	return nil
}
