package outputslice

import (
	"bytes"
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclfile"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// rest are the files of a module that differ without what is not needed.
func (s *slicer) rest(m *module) []hclfile.File {
	var changed []hclfile.File
	for i, f := range m.Files {
		src := slices.Clone(f.Src)
		for _, b := range m.bodies[i].Blocks {
			for _, part := range s.dispensable(m, b) {
				hclfile.Blank(src, part)
			}
		}
		if !bytes.Equal(src, f.Src) {
			changed = append(changed, hclfile.File{Name: f.Name, Src: src})
		}
	}
	return changed
}

// dispensable are the parts of a block that are not needed.
func (s *slicer) dispensable(m *module, b *hclsyntax.Block) []hcl.Range {
	var parts []hcl.Range
	switch {
	case b.Type == "terraform":
	case b.Type == "locals":
		for name, a := range b.Body.Attributes {
			if !m.needed[key("local", name)] {
				parts = append(parts, a.SrcRange)
			}
		}
	case !m.needed[blockKey(b)]:
		parts = append(parts, b.Range())
	default:
		for name, a := range b.Body.Attributes {
			if name == order || b.Type == "module" && !isMeta(name) && !s.modules[m.Calls[b.Labels[0]]].needed[key("var", name)] {
				parts = append(parts, a.SrcRange)
			}
		}
	}
	return parts
}
