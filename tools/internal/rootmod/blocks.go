package rootmod

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// read takes in one file's body. What the schema does not know is OpenTofu's
// to judge.
func (r *Root) read(body hcl.Body) {
	content, _, _ := body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
		{Type: "terraform"},
		{Type: "variable", LabelNames: []string{"name"}},
	}})
	for _, b := range content.Blocks {
		switch b.Type {
		case "terraform":
			r.terraform(b)
		case "variable":
			r.variable(b)
		}
	}
}

func (r *Root) terraform(b *hcl.Block) {
	content, _, _ := b.Body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
		{Type: "backend", LabelNames: []string{"type"}},
		{Type: "cloud"},
		{Type: "encryption"},
	}})
	for _, b := range content.Blocks {
		if b.Type == "encryption" {
			r.Encryption = &Encryption{Variables: VariablesIn(b.Body), Where: place(b.DefRange)}
			continue
		}
		backend := &Backend{Type: b.Type, Where: place(b.DefRange)}
		if b.Type == "backend" {
			backend.Type = b.Labels[0]
		}
		r.Backend = backend
	}
}

// variable takes in one block; an override file's block adds to the first.
func (r *Root) variable(b *hcl.Block) {
	content, _, _ := b.Body.PartialContent(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{
		{Name: "type"}, {Name: "default"},
	}})
	v := r.Variables[b.Labels[0]]
	if v == nil {
		v = &Variable{Name: b.Labels[0], Required: true, Literal: true, Type: cty.DynamicPseudoType, Where: place(b.DefRange)}
		r.Variables[v.Name] = v
	}
	if content.Attributes["default"] != nil {
		v.Required = false
	}
	if t := content.Attributes["type"]; t != nil {
		v.Literal = slices.Contains([]string{"string", "number", "bool"}, typeName(t.Expr))
		if kind, _, diags := typeexpr.TypeConstraintWithDefaults(t.Expr); !diags.HasErrors() {
			v.Type = kind
		}
	}
}

// VariablesIn lists the input variables that a body of native syntax refers to,
// sorted.
func VariablesIn(body hcl.Body) []string {
	native, ok := body.(*hclsyntax.Body)
	if !ok {
		return nil
	}
	var names []string
	// The function never has a finding, and so neither has the walk.
	_ = hclsyntax.VisitAll(native, func(n hclsyntax.Node) hcl.Diagnostics {
		if e, ok := n.(*hclsyntax.ScopeTraversalExpr); ok && e.Traversal.RootName() == "var" && len(e.Traversal) > 1 {
			if attr, ok := e.Traversal[1].(hcl.TraverseAttr); ok && !slices.Contains(names, attr.Name) {
				names = append(names, attr.Name)
			}
		}
		return nil
	})
	slices.Sort(names)
	return names
}

// typeName is the type written as a keyword or, in JSON and old style, as a text.
func typeName(e hcl.Expression) string {
	if name := hcl.ExprAsKeyword(e); name != "" {
		return name
	}
	if v, diags := e.Value(nil); !diags.HasErrors() && v.Type().FriendlyName() == "string" && v.IsKnown() && !v.IsNull() {
		return v.AsString()
	}
	return ""
}
