package lint

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
)

// keyName is the name of an object's key: a bare word or a literal string.
func keyName(e hcl.Expression) string {
	if word := hcl.ExprAsKeyword(e); word != "" {
		return word
	}
	s, _ := text(e)
	return s
}

// sortedNames brings the names of arguments into a fixed order.
func sortedNames(attrs hcl.Attributes) []string { return slices.Sorted(maps.Keys(attrs)) }
