package stateconfig

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/internal/rootmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Setting is one argument of a backend.
type Setting struct {
	// Name is the argument's.
	Name string
	// Value is its value, of any type.
	Value cty.Value
}

// Backend reads an environment's partial backend configuration, in the order in
// which the file has it. One of its values must have the environment's name in it:
// a file that was copied from another environment would share that one's state.
// Wrong files are an *InvalidError.
func Backend(f spec.File, environment string) ([]Setting, error) {
	_, body, err := parse(f)
	if err != nil {
		return nil, err
	}
	problems := secretProblems(body)
	for _, b := range body.Blocks {
		problems = append(problems, fmt.Sprintf("%s: a block %q; want arguments of the backend only, as key = \"…\"", place(b.DefRange()), b.Type))
	}
	attributes := slices.SortedFunc(maps.Values(body.Attributes), func(a, b *hclsyntax.Attribute) int {
		return cmp.Compare(a.SrcRange.Start.Byte, b.SrcRange.Start.Byte)
	})
	var settings []Setting
	named := false
	for _, attr := range attributes {
		value, diags := attr.Expr.Value(nil)
		problems = append(problems, rootmod.Problems(diags)...)
		if diags.HasErrors() {
			continue
		}
		settings = append(settings, Setting{attr.Name, value})
		named = named || names(value, environment)
	}
	if !named {
		problems = append(problems, fmt.Sprintf("%s:1: no value has the environment's name %q in it, so that its state could be another environment's; write it into one that tells states apart, as key = \"…/%s.tfstate\"",
			f.Dest, environment, environment))
	}
	if len(problems) > 0 {
		return nil, &InvalidError{Problems: problems}
	}
	return settings, nil
}

// names says whether a text has the environment's name as a word in it.
func names(v cty.Value, environment string) bool {
	if v.Type() != cty.String || v.IsNull() || !v.IsKnown() {
		return false
	}
	word := regexp.MustCompile(`(^|[^A-Za-z0-9])` + regexp.QuoteMeta(environment) + `([^A-Za-z0-9]|$)`)
	return word.MatchString(v.AsString())
}
