// Package preview changes configuration so that OpenTofu can plan it with
// nothing but providers' schemas: no backend, no init, nothing read.
//
// What reads something is told apart by place:
//
//   - data sources and ephemeral resources get an argument of which the value is
//     unknown while planning, in an override file of their own. OpenTofu then
//     puts the reading off, and everything that it would give is unknown too;
//   - backend, cloud and encryption blocks, import blocks, and check blocks with
//     a data source of their own are blanked out, line for line.
package preview

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
)

// Marker is the argument that schemas served for a preview have more in every
// data source and ephemeral resource. No provider has one of this name, and it
// is short, so that it does not widen the columns of a plan's text.
const Marker = "_"

// OverrideFile is the name of the override file that sets Marker.
const OverrideFile = "zz_flywheel_preview_override.tf"

// remoteState is the one data source that OpenTofu itself reads, from a backend.
const remoteState = "terraform_remote_state"

// Argument is the argument that is set in data sources and ephemeral resources
// of a type: Marker, or for OpenTofu's own data source one that it has.
func Argument(kind string) string {
	if kind == remoteState {
		return "workspace"
	}
	return Marker
}

// Part is a part of the configuration that has no place in a preview.
type Part struct {
	// What it is: "import block", "check \"x\"".
	What string
	// Where is its place, file:line.
	Where string
}

// Module is what becomes of a module's configuration files.
type Module struct {
	// Files are the files that change, by name.
	Files map[string][]byte
	// LeftOut are the parts that are blanked out and change what a plan shows:
	// import and check blocks.
	LeftOut []Part

	unread map[unread]bool
}

// unread is a block that is not read.
type unread struct{ block, kind, name string }

// Rewrite changes the configuration files of one module, in the order in which
// OpenTofu reads them. root says that it is the root module: blocks about the
// state mean nothing in others. Files that cannot be parsed stay as they are:
// OpenTofu reports them.
func Rewrite(root bool, names []string, read func(name string) ([]byte, error)) (*Module, error) {
	m := &Module{Files: map[string][]byte{}, unread: map[unread]bool{}}
	for _, name := range names {
		src, err := read(name)
		if err != nil {
			return nil, err
		}
		m.file(root, name, src)
	}
	if len(m.unread) > 0 {
		dir := ""
		if len(names) > 0 {
			dir = path.Dir(names[0])
		}
		m.Files[path.Join(dir, OverrideFile)] = m.override()
	}
	return m, nil
}

func (m *Module) file(root bool, name string, src []byte) {
	file, diags := hclmod.ParseFile(hclparse.NewParser(), name, src)
	if diags.HasErrors() || file == nil || file.Body == nil {
		return
	}
	content, _, _ := file.Body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
		{Type: "terraform"},
		{Type: "import"},
		{Type: "check", LabelNames: []string{"name"}},
		{Type: "data", LabelNames: []string{"type", "name"}},
		{Type: "ephemeral", LabelNames: []string{"type", "name"}},
	}})
	blank := map[string]bool{}
	for _, b := range content.Blocks {
		switch b.Type {
		case "data", "ephemeral":
			m.unread[unread{b.Type, b.Labels[0], b.Labels[1]}] = true
		case "terraform":
			blank["terraform"] = blank["terraform"] || root
		case "import":
			if root {
				blank["import"] = true
				m.leaveOut("import block", b)
			}
		case "check":
			if readsData(b.Body) {
				blank["check"] = true
				m.leaveOut(fmt.Sprintf("check %q", b.Labels[0]), b)
			}
		}
	}
	out := blanked(name, src, file, blank)
	if !bytes.Equal(out, src) {
		m.Files[name] = out
	}
}

func (m *Module) leaveOut(what string, b *hcl.Block) {
	m.LeftOut = append(m.LeftOut, Part{What: what, Where: fmt.Sprintf("%s:%d", b.DefRange.Filename, b.DefRange.Start.Line)})
}

// readsData says whether a check block has a data source of its own. It cannot
// be overridden, and its assertions are about what it would read.
func readsData(body hcl.Body) bool {
	content, _, _ := body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "data", LabelNames: []string{"type", "name"}}}})
	return len(content.Blocks) > 0
}

// override is the content of the override file. The value of timestamp() is
// unknown until a plan is applied.
func (m *Module) override() []byte {
	var lines []string
	for u := range m.unread {
		lines = append(lines, fmt.Sprintf("%s %q %q {\n  %s = timestamp()\n}\n", u.block, u.kind, u.name, Argument(u.kind)))
	}
	slices.Sort(lines)
	return []byte(strings.Join(lines, ""))
}
