package lint

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/zclconf/go-cty/cty"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
)

// Module is a module as the rules see it.
type Module struct {
	// Root says that it is a root module: applied itself, and called by none.
	Root bool
	// Files are its configuration files, in the order in which tofu reads them.
	Files []*File

	allows []allowance
}

// File is one configuration file.
type File struct {
	// Name is its workspace-relative place.
	Name string
	// Source is its content.
	Source []byte
	// Body is what is in it.
	Body hcl.Body
}

// Add parses a file and adds it to the module.
func (m *Module) Add(name string, src []byte) hcl.Diagnostics {
	f, diags := hclmod.ParseFile(hclparse.NewParser(), name, src)
	if f == nil || f.Body == nil {
		return diags
	}
	m.Files = append(m.Files, &File{Name: name, Source: src, Body: f.Body})
	m.allows = append(m.allows, allowances(name, src)...)
	return diags
}

// block is a top-level block and the file that has it.
type block struct {
	*hcl.Block
	file *File
}

// blocks are the module's blocks of a type.
func (m *Module) blocks(kind string, labels ...string) []block {
	var all []block
	for _, f := range m.Files {
		for _, b := range nested(f.Body, kind, labels...) {
			all = append(all, block{b, f})
		}
	}
	return all
}

// nested are the blocks of a type in a body.
func nested(body hcl.Body, kind string, labels ...string) []*hcl.Block {
	content, _, _ := body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: kind, LabelNames: labels}}})
	return content.Blocks
}

// attribute is an argument of a body, or nil.
func attribute(body hcl.Body, name string) *hcl.Attribute {
	content, _, _ := body.PartialContent(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: name}}})
	return content.Attributes[name]
}

// literal is the value of an expression that refers to nothing and calls nothing.
func literal(e hcl.Expression) (cty.Value, bool) {
	v, diags := e.Value(nil)
	return v, !diags.HasErrors() && v.IsWhollyKnown()
}

// text is the value of a literal string.
func text(e hcl.Expression) (string, bool) {
	v, ok := literal(e)
	if !ok || v.IsNull() || v.Type() != cty.String {
		return "", false
	}
	return v.AsString(), true
}

// isTrue says that an argument is there and literally true.
func isTrue(body hcl.Body, name string) bool {
	a := attribute(body, name)
	if a == nil {
		return false
	}
	v, ok := literal(a.Expr)
	return ok && v.Type() == cty.Bool && !v.IsNull() && v.True()
}

// file is the file of this name, or nil.
func (m *Module) file(name string) *File {
	i := slices.IndexFunc(m.Files, func(f *File) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return m.Files[i]
}

// Lines is how many lines the file has, an empty last one included; 0 for a file that
// is none of the module's.
func (m *Module) Lines(name string) int {
	f := m.file(name)
	if f == nil {
		return 0
	}
	return bytes.Count(f.Source, []byte("\n")) + 1
}

// Line is the text of a file's line; empty where there is none.
func (m *Module) Line(name string, line int) string {
	f := m.file(name)
	if f == nil || line < 1 || line > m.Lines(name) {
		return ""
	}
	return strings.TrimRight(strings.Split(string(f.Source), "\n")[line-1], "\r\t ")
}

// stem is a file's name without directory and extension.
func stem(name string) string {
	s, _, _ := strings.Cut(path.Base(name), ".")
	return s
}
