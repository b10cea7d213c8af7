package check

import (
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// wrapperSource is the configuration of a root module that calls the module
// with the given source: every alias is an empty provider block, every required
// variable a variable of unknown type and value.
func wrapperSource(source string, m *hclmod.Module) []byte {
	f := hclwrite.NewEmptyFile()
	body := f.Body()
	required := body.AppendNewBlock("terraform", nil).Body().AppendNewBlock("required_providers", nil).Body()
	providers := []hclwrite.ObjectAttrTokens{}
	for _, r := range m.Requirements {
		required.SetAttributeValue(r.Name, cty.ObjectVal(map[string]cty.Value{"source": cty.StringVal(r.Address)}))
		for _, alias := range r.Aliases {
			_, name, _ := strings.Cut(alias, ".")
			body.AppendNewBlock("provider", []string{r.Name}).Body().SetAttributeValue("alias", cty.StringVal(name))
			ref := hclwrite.TokensForTraversal(hcl.Traversal{hcl.TraverseRoot{Name: r.Name}, hcl.TraverseAttr{Name: name}})
			providers = append(providers, hclwrite.ObjectAttrTokens{Name: ref, Value: ref})
		}
	}
	call := body.AppendNewBlock("module", []string{wrapperCall}).Body()
	call.SetAttributeValue("source", cty.StringVal(source))
	call.SetAttributeRaw("providers", hclwrite.TokensForObject(providers))
	for _, v := range m.Variables {
		if v.HasDefault || !hclsyntax.ValidIdentifier(v.Name) || call.GetAttribute(v.Name) != nil {
			continue
		}
		body.AppendNewBlock("variable", []string{v.Name})
		call.SetAttributeTraversal(v.Name, hcl.Traversal{hcl.TraverseRoot{Name: "var"}, hcl.TraverseAttr{Name: v.Name}})
	}
	return f.Bytes()
}
