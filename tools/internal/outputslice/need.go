package outputslice

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// slicer finds what is needed.
type slicer struct {
	modules map[string]*module
	// lost says that a call leads nowhere.
	lost bool
}

// key names an object of a module.
func key(parts ...string) string { return strings.Join(parts, ".") }

func isKind(key, kind string) bool { return strings.HasPrefix(key, kind+".") }

// blockKey names the object that a block makes, as references do.
func blockKey(b *hclsyntax.Block) string {
	kind := b.Type
	if kind == "variable" {
		kind = "var"
	}
	return key(append([]string{kind}, b.Labels...)...)
}

// need marks an object, and all that it comes from.
func (s *slicer) need(m *module, k string) {
	if m.needed[k] {
		return
	}
	m.needed[k] = true
	name, isVariable := strings.CutPrefix(k, "var.")
	if isVariable {
		for _, call := range m.sites {
			s.argument(call, name)
		}
	}
	for _, part := range m.objects[k] {
		if !isKind(k, "module") {
			s.part(m, part)
		}
	}
}

// part needs what a part of an object names, but for order: that has no part in values.
func (s *slicer) part(m *module, part hclsyntax.Node) {
	b, ok := part.(*hclsyntax.Block)
	if !ok {
		s.names(m, part)
		return
	}
	for name, a := range b.Body.Attributes {
		if name != order {
			s.names(m, a.Expr)
		}
	}
	for _, inner := range b.Body.Blocks {
		s.names(m, inner)
	}
}

// argument needs what a call gives to a variable.
func (s *slicer) argument(call site, name string) {
	if a := call.block.Body.Attributes[name]; a != nil {
		s.names(call.caller, a.Expr)
	}
}

// names needs what a part of the configuration names.
func (s *slicer) names(m *module, part hclsyntax.Node) {
	// Nothing here makes diagnostics.
	_ = hclsyntax.VisitAll(part, func(n hclsyntax.Node) hcl.Diagnostics {
		if e, ok := n.(*hclsyntax.ScopeTraversalExpr); ok {
			s.reference(m, e.Traversal)
		}
		return nil
	})
}

// reference needs what a reference means. Other words, such as "each" or the
// iterator of a dynamic block, are taken for resources that there are not.
func (s *slicer) reference(m *module, t hcl.Traversal) {
	words := []string{t.RootName()}
	for _, step := range t[1:] {
		if a, ok := step.(hcl.TraverseAttr); ok {
			words = append(words, a.Name)
		}
	}
	// What is beyond the name is of no account.
	words = append(words, "", "")
	switch words[0] {
	case "module":
		s.call(m, words[1], output(t))
	case "var", "local":
		s.need(m, key(words[:2]...))
	case "data", "ephemeral":
		s.need(m, key(words[:3]...))
	default:
		s.need(m, key("resource", words[0], words[1]))
	}
}

// output is the output that a reference to a module names, be it with an index;
// empty for the whole module.
func output(t hcl.Traversal) string {
	rest := t[min(2, len(t)):]
	if len(rest) > 0 {
		if _, ok := rest[0].(hcl.TraverseIndex); ok {
			rest = rest[1:]
		}
	}
	if len(rest) > 0 {
		if a, ok := rest[0].(hcl.TraverseAttr); ok {
			return a.Name
		}
	}
	return ""
}

// call needs a call with one of its outputs, or with all.
func (s *slicer) call(m *module, name, output string) {
	k := key("module", name)
	called := s.modules[m.Calls[name]]
	if called == nil {
		s.lost = true
		return
	}
	if !m.needed[k] {
		s.need(m, k)
		for _, part := range m.objects[k] {
			s.site(called, site{m, part.(*hclsyntax.Block)})
		}
	}
	for o := range called.objects {
		if isKind(o, "output") && (output == "" || o == key("output", output)) || isKind(o, "provider") {
			s.need(called, o)
		}
	}
}

// site needs what a call says of itself, and what it gives to variables that are
// needed by now; others may be later.
func (s *slicer) site(called *module, call site) {
	called.sites = append(called.sites, call)
	for name, a := range call.block.Body.Attributes {
		if isMeta(name) {
			s.names(call.caller, a.Expr)
		}
	}
	for _, b := range call.block.Body.Blocks {
		s.names(call.caller, b)
	}
	for k := range called.needed {
		if name, ok := strings.CutPrefix(k, "var."); ok {
			s.argument(call, name)
		}
	}
}

// order is the argument that says what comes first.
const order = "depends_on"

// isMeta says whether an argument of a call is no variable of the module.
func isMeta(name string) bool {
	switch name {
	case "source", "version", "providers", "count", "for_each":
		return true
	}
	return false
}
