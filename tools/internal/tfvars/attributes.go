package tfvars

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/gloriousflywheel/flywheel/tools/internal/rootmod"
)

// attributes reports attributes that a variable's type does not have, at any
// depth: OpenTofu drops them without a word, and with them what they say. And
// values of another type, of which OpenTofu names neither attribute nor place.
// where, if not empty, is said instead of places in the expression.
func (c *checker) attributes(v *rootmod.Variable, expr hcl.Expression, where string) {
	if v.Type != cty.NilType {
		(&attributeWalk{checker: c, variable: v, where: where}).walk(expr, v.Type, v.Name)
	}
}

type attributeWalk struct {
	*checker
	variable *rootmod.Variable
	where    string
}

// walk looks at the expression of a value at path, of the given type.
func (w *attributeWalk) walk(expr hcl.Expression, t cty.Type, path string) {
	if !w.convertible(expr, t) {
		w.add("%s: %s must be %s", w.place(expr.Range()), path, article(t.FriendlyNameForConstraint()))
		return
	}
	switch {
	case t.IsObjectType():
		w.object(expr, t, path)
	case t.IsMapType():
		for _, pair := range pairs(expr) {
			w.walk(pair.Value, t.ElementType(), fmt.Sprintf("%s[%q]", path, key(pair)))
		}
	case t.IsListType(), t.IsSetType():
		items, diags := hcl.ExprList(expr)
		if diags.HasErrors() {
			return
		}
		for i, item := range items {
			w.walk(item, t.ElementType(), fmt.Sprintf("%s[%d]", path, i))
		}
	}
}

func (w *attributeWalk) object(expr hcl.Expression, t cty.Type, path string) {
	known := t.AttributeTypes()
	for _, pair := range pairs(expr) {
		name := key(pair)
		if inner, ok := known[name]; ok {
			w.walk(pair.Value, inner, path+"."+name)
			continue
		}
		names := slices.Sorted(maps.Keys(known))
		w.add("%s: %s.%s: variable %q has no such attribute%s; there %s: %s", w.place(pair.Key.Range()), path, name, w.variable.Name,
			nearest(name, names), isOrAre(names), strings.Join(names, ", "))
	}
}

func (w *attributeWalk) place(r hcl.Range) string {
	if w.where != "" {
		return w.where
	}
	return fmt.Sprintf("%s:%d", r.Filename, r.Start.Line)
}

// convertible says whether OpenTofu can make a value of the type of the
// expression's, as far as that is not a matter of what is in it.
func (w *attributeWalk) convertible(expr hcl.Expression, t cty.Type) bool {
	v, diags := expr.Value(nil)
	if diags.HasErrors() || v.IsNull() || !v.IsWhollyKnown() {
		return true
	}
	switch given := v.Type(); {
	case t.IsPrimitiveType():
		_, err := convert.Convert(v, t)
		return err == nil
	case t.IsListType(), t.IsSetType():
		return given.IsTupleType() || given.IsListType() || given.IsSetType()
	case t.IsMapType(), t.IsObjectType():
		return given.IsObjectType() || given.IsMapType()
	}
	return true
}

func article(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

func isOrAre(names []string) string {
	if len(names) == 1 {
		return "is"
	}
	return "are"
}

// pairs are the keys and values of an object expression; none of any other.
func pairs(expr hcl.Expression) []hcl.KeyValuePair {
	found, diags := hcl.ExprMap(expr)
	if diags.HasErrors() {
		return nil
	}
	return found
}

// key is a pair's key, which both syntaxes may write as a bare word.
func key(pair hcl.KeyValuePair) string {
	if k, ok := pair.Key.(*hclsyntax.ObjectConsKeyExpr); ok {
		if name := hcl.ExprAsKeyword(k.Wrapped); name != "" && !k.ForceNonLiteral {
			return name
		}
	}
	v, diags := pair.Key.Value(nil)
	if diags.HasErrors() || v.Type() != cty.String || v.IsNull() || !v.IsKnown() {
		return ""
	}
	return v.AsString()
}
