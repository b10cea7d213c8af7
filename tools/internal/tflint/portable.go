package tflint

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Portable is a source file of OpenTofu as tflint, which knows Terraform's syntax,
// can read it: in provider = random.by[each.key] the key, which Terraform has not,
// becomes blank, and what it refers to counts as used by a block at the end of the
// file. Every other place stays where it is. A file that needs no change, or is no
// HCL, comes back as it is.
func Portable(name string, src []byte) []byte {
	f, _ := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	if f == nil || strings.HasSuffix(name, ".json") {
		return src
	}
	body, ok := f.Body.(*hclsyntax.Body)
	if !ok {
		return src
	}
	var keys []string
	out := src
	for _, e := range providerExpressions(body) {
		index, ok := e.(*hclsyntax.IndexExpr)
		if !ok {
			continue
		}
		if len(keys) == 0 {
			out = append([]byte{}, src...)
		}
		keys = append(keys, "("+string(index.Key.Range().SliceBytes(src))+")")
		blank(out[index.Collection.Range().End.Byte:index.SrcRange.End.Byte])
	}
	if len(keys) == 0 {
		return src
	}
	return append(out, "\ncheck \"provider_keys\" {\n  assert {\n    condition     = ["+strings.Join(keys, ", ")+"] != null\n    error_message = \"\"\n  }\n}\n"...)
}

// providerExpressions are the values by which blocks choose a provider.
func providerExpressions(body *hclsyntax.Body) []hclsyntax.Expression {
	var all []hclsyntax.Expression
	for _, b := range body.Blocks {
		switch b.Type {
		case "resource", "data", "ephemeral", "import":
			if a := b.Body.Attributes["provider"]; a != nil {
				all = append(all, a.Expr)
			}
		case "module":
			a := b.Body.Attributes["providers"]
			if a == nil {
				continue
			}
			if object, ok := a.Expr.(*hclsyntax.ObjectConsExpr); ok {
				for _, item := range object.Items {
					all = append(all, item.ValueExpr)
				}
			}
		case "check":
			all = append(all, providerExpressions(b.Body)...)
		}
	}
	return all
}

// blank overwrites text, but for line breaks, so that all else keeps its place.
func blank(text []byte) {
	for i, c := range text {
		if c != '\n' && c != '\r' {
			text[i] = ' '
		}
	}
}
