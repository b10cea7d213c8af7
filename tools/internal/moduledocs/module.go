package moduledocs

import (
	"maps"
	"slices"
	"strings"
)

// module puts what was collected in order.
func (r *reader) module() *Module {
	m := &Module{}
	for _, d := range r.sorted("terraform") {
		m.Version = d.attrs["required_version"].text()
	}
	for _, d := range r.sorted("module") {
		m.Calls = append(m.Calls, d.call())
	}
	for _, k := range []struct{ block, kind string }{
		{"resource", "resource"}, {"data", "data source"}, {"ephemeral", "ephemeral resource"},
	} {
		for _, d := range r.sorted(k.block) {
			m.Resources = append(m.Resources, Resource{Address: strings.Join(d.labels, "."), Kind: k.kind})
		}
	}
	for _, d := range r.sorted("variable") {
		m.Inputs = append(m.Inputs, d.input())
	}
	for _, d := range r.sorted("output") {
		m.Outputs = append(m.Outputs, Output{
			Name: d.labels[0], Description: d.description(), Deprecated: d.attrs["deprecated"].text(),
			Marks: d.marks("sensitive", "ephemeral"),
		})
	}
	return m
}

func (r *reader) sorted(blockType string) []*decl {
	var all []*decl
	for _, key := range slices.Sorted(maps.Keys(r.decls[blockType])) {
		all = append(all, r.decls[blockType][key])
	}
	return all
}

func (d *decl) call() Call {
	c := Call{Name: d.labels[0], Source: d.attrs["source"].text(), Version: d.attrs["version"].text()}
	// A ref among other parameters, or behind a version, stays where it is.
	source, ref, found := strings.Cut(c.Source, "?ref=")
	if found && c.Version == "" && !strings.ContainsAny(ref, "&?") {
		c.Source, c.Version = source, ref
	}
	return c
}

func (d *decl) input() Input {
	in := Input{
		Name: d.labels[0], Description: d.description(), Type: d.attrs["type"].typeText(),
		Required: !d.attrs["default"].set(), Deprecated: d.attrs["deprecated"].text(), Checks: d.checks,
		Marks: d.marks("sensitive", "ephemeral", "const"),
	}
	if !in.Required {
		in.Default = d.attrs["default"].json()
	}
	if null := d.attrs["nullable"]; null.set() && !null.isTrue() {
		in.Marks = append(in.Marks, "not nullable")
	}
	return in
}

func (d *decl) description() string {
	return strings.Trim(d.attrs["description"].text(), "\n")
}

// marks are the names, in this order, of arguments that are true.
func (d *decl) marks(names ...string) []string {
	return slices.DeleteFunc(names, func(name string) bool { return !d.attrs[name].isTrue() })
}

// normal has line feeds as the only line ends.
func normal(s string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
}
