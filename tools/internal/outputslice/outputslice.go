// Package outputslice leaves of a configuration only what some outputs of its
// root module come from, be it in modules that it calls. To plan that costs
// OpenTofu a fraction, and gives these outputs the same values: what is left out
// has no part in them.
//
// All variables of the root stay, with their rules. Whether the rest is right, a
// plan of it does not tell.
package outputslice

import (
	"github.com/gloriousflywheel/flywheel/tools/internal/hclfile"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Module is a directory of configuration.
type Module struct {
	// Dir is the directory.
	Dir string
	// Files are its files.
	Files []hclfile.File
	// Calls are the directories of the modules that it calls, by the calls' names.
	Calls map[string]string
}

// Of returns the files that differ when only what the outputs of the module in
// root come from is left; lines keep their numbers. It returns false if that cannot
// be told: of files in JSON, or with errors, which are OpenTofu's to report.
func Of(root string, modules []Module, outputs []string) ([]hclfile.File, bool) {
	s := slicer{modules: map[string]*module{}}
	for _, m := range modules {
		read := newModule(m)
		if read == nil {
			return nil, false
		}
		s.modules[m.Dir] = read
	}
	top := s.modules[root]
	if top == nil {
		return nil, false
	}
	for _, name := range outputs {
		s.need(top, key("output", name))
	}
	for k := range top.objects {
		if isKind(k, "var") || isKind(k, "provider") {
			s.need(top, k)
		}
	}
	if s.lost {
		return nil, false
	}
	var changed []hclfile.File
	for _, m := range modules {
		changed = append(changed, s.rest(s.modules[m.Dir])...)
	}
	return changed, true
}

// module is a module that has been read, with what is known of its objects.
type module struct {
	Module
	bodies []*hclsyntax.Body
	// objects are the parts of the configuration that make an object: several where
	// there are override files.
	objects map[string][]hclsyntax.Node
	needed  map[string]bool
	// sites are the needed calls of this module.
	sites []site
}

// site is a call of a module.
type site struct {
	caller *module
	block  *hclsyntax.Block
}

func newModule(m Module) *module {
	read := &module{Module: m, objects: map[string][]hclsyntax.Node{}, needed: map[string]bool{}}
	for _, f := range m.Files {
		body := f.Body()
		if body == nil {
			return nil
		}
		read.bodies = append(read.bodies, body)
		for _, b := range body.Blocks {
			read.add(b)
		}
	}
	return read
}

func (m *module) add(b *hclsyntax.Block) {
	if b.Type == "locals" {
		for name, a := range b.Body.Attributes {
			m.objects[key("local", name)] = append(m.objects[key("local", name)], a.Expr)
		}
		return
	}
	k := blockKey(b)
	m.objects[k] = append(m.objects[k], b)
}
