package hclmod

import (
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/zclconf/go-cty/cty"
)

// parser fills one module from its files.
type parser struct {
	parse *hclparse.Parser
	m     *Module
	diags hcl.Diagnostics
}

func (p *parser) file(name string, src []byte) {
	p.m.sources[name] = src
	f, diags := ParseFile(p.parse, name, src)
	p.diags = append(p.diags, diags...)
	if f == nil || f.Body == nil {
		return
	}
	// What the schema does not know is tofu's to judge.
	content, _, _ := f.Body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
		{Type: "module", LabelNames: []string{"name"}},
		{Type: "terraform"},
		{Type: "variable", LabelNames: []string{"name"}},
		{Type: "output", LabelNames: []string{"name"}},
		{Type: "provider", LabelNames: []string{"name"}},
		{Type: "resource", LabelNames: []string{"type", "name"}},
		{Type: "data", LabelNames: []string{"type", "name"}},
		{Type: "ephemeral", LabelNames: []string{"type", "name"}},
	}})
	for _, b := range content.Blocks {
		p.block(b, isOverride(name))
	}
}

func (p *parser) block(b *hcl.Block, override bool) {
	switch b.Type {
	case "module":
		p.call(b, override)
	case "terraform":
		p.terraform(b)
	case "variable":
		attrs := attributes(b.Body, "type", "default")
		p.m.Variables = append(p.m.Variables, Variable{
			Name: b.Labels[0], HasType: attrs["type"] != nil, HasDefault: attrs["default"] != nil, Range: b.DefRange,
		})
	case "output":
		p.m.Outputs = append(p.m.Outputs, b.Labels[0])
	case "provider":
		p.use(b.Labels[0], b.DefRange)
	case "resource", "data", "ephemeral":
		p.use(resourceProvider(b), b.DefRange)
	}
}

// resourceProvider is the local name of a resource's provider: that of its
// "provider" argument, or else the first word of its type.
func resourceProvider(b *hcl.Block) string {
	if attr := attributes(b.Body, "provider")["provider"]; attr != nil {
		if vars := attr.Expr.Variables(); len(vars) > 0 {
			return vars[0].RootName()
		}
		if s, ok := literal(attr.Expr); ok {
			name, _, _ := strings.Cut(s, ".")
			return name
		}
	}
	name, _, _ := strings.Cut(b.Labels[0], "_")
	return name
}

func (p *parser) use(name string, at hcl.Range) {
	p.m.Uses = append(p.m.Uses, ProviderUse{Name: name, Range: at})
}

func (p *parser) call(b *hcl.Block, override bool) {
	c := Call{Name: b.Labels[0], Range: b.DefRange}
	attrs := attributes(b.Body, "source", "version")
	source := attrs["source"]
	if source != nil {
		c.Range = source.Expr.Range()
		c.Source, c.Literal = literal(source.Expr)
		c.Source = normalise(c.Source)
	}
	if version := attrs["version"]; version != nil {
		c.Version, _ = literal(version.Expr)
	}
	i := slices.IndexFunc(p.m.Calls, func(o Call) bool { return o.Name == c.Name })
	switch {
	case override && i >= 0 && source == nil:
	case override && i >= 0:
		p.m.Calls[i] = c
	default:
		p.m.Calls = append(p.m.Calls, c)
	}
}

// normalise writes a local source as tofu does, for tofu compares it with the
// module manifest.
func normalise(source string) string {
	if !IsLocal(source) {
		return source
	}
	clean := path.Clean(strings.ReplaceAll(source, `\`, "/"))
	if !strings.HasPrefix(clean, "../") && clean != ".." {
		clean = "./" + strings.TrimPrefix(clean, "./")
	}
	return clean
}

func (p *parser) terraform(b *hcl.Block) {
	if attr := attributes(b.Body, "required_version")["required_version"]; attr != nil {
		constraint, _ := literal(attr.Expr)
		p.m.RequiredVersions = append(p.m.RequiredVersions, RequiredVersion{Constraint: constraint, Range: attr.Expr.Range()})
	}
	content, _, _ := b.Body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "required_providers"}}})
	for _, rp := range content.Blocks {
		attrs, _ := rp.Body.JustAttributes()
		for _, attr := range attrs {
			p.m.Requirements = append(p.m.Requirements, requirement(attr))
		}
	}
}

func requirement(attr *hcl.Attribute) Requirement {
	r := Requirement{Name: attr.Name, Address: Address(attr.Name), Range: attr.Range}
	if version, ok := literal(attr.Expr); ok {
		r.Constraint = version
		return r
	}
	pairs, _ := hcl.ExprMap(attr.Expr)
	for _, kv := range pairs {
		key := hcl.ExprAsKeyword(kv.Key)
		if key == "" {
			key, _ = literal(kv.Key)
		}
		switch key {
		case "source":
			if s, ok := literal(kv.Value); ok {
				r.Address = Address(s)
			}
		case "version":
			r.Constraint, _ = literal(kv.Value)
		case "configuration_aliases":
			r.Aliases = aliases(kv.Value)
		}
	}
	return r
}

func aliases(e hcl.Expression) []string {
	var names []string
	exprs, _ := hcl.ExprList(e)
	for _, e := range exprs {
		tr, diags := hcl.AbsTraversalForExpr(e)
		if diags.HasErrors() || len(tr) != 2 {
			continue
		}
		if attr, ok := tr[1].(hcl.TraverseAttr); ok {
			names = append(names, tr.RootName()+"."+attr.Name)
		}
	}
	return names
}

// Address completes a provider's source address. The local name "terraform" is
// the provider built into tofu.
func Address(source string) string {
	parts := strings.Split(strings.ToLower(source), "/")
	switch {
	case len(parts) == 1 && parts[0] == "terraform":
		return BuiltIn
	case len(parts) == 1:
		return "registry.opentofu.org/hashicorp/" + parts[0]
	case len(parts) == 2:
		return "registry.opentofu.org/" + strings.Join(parts, "/")
	}
	return strings.Join(parts, "/")
}

// BuiltIn is the address of the provider that is part of tofu.
const BuiltIn = "terraform.io/builtin/terraform"

// finish brings what was found into a fixed order.
func (p *parser) finish() {
	m := p.m
	slices.SortStableFunc(m.Calls, func(a, b Call) int { return byPlace(a.Range, b.Range) })
	slices.SortStableFunc(m.Requirements, func(a, b Requirement) int { return byPlace(a.Range, b.Range) })
	slices.SortStableFunc(m.Uses, func(a, b ProviderUse) int { return byPlace(a.Range, b.Range) })
	seen := map[string]bool{}
	m.Uses = slices.DeleteFunc(m.Uses, func(u ProviderUse) bool {
		again := seen[u.Name]
		seen[u.Name] = true
		return again
	})
	slices.SortStableFunc(m.Variables, func(a, b Variable) int { return byPlace(a.Range, b.Range) })
	slices.Sort(m.Outputs)
}

func attributes(body hcl.Body, names ...string) hcl.Attributes {
	var schema hcl.BodySchema
	for _, n := range names {
		schema.Attributes = append(schema.Attributes, hcl.AttributeSchema{Name: n})
	}
	content, _, _ := body.PartialContent(&schema)
	return content.Attributes
}

// literal is the value of an expression that is a string without references.
func literal(e hcl.Expression) (string, bool) {
	v, diags := e.Value(nil)
	if diags.HasErrors() || v.IsNull() || !v.IsKnown() || v.Type() != cty.String {
		return "", false
	}
	return v.AsString(), true
}
