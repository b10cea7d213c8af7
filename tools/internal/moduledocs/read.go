package moduledocs

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
)

// Read reads the module of directory dir among the files: those that tofu would
// read, with overrides applied. Syntax errors are diagnostics; what else may be
// wrong with a module is validation's to say.
func Read(dir string, files []spec.File) (*Module, []report.Diagnostic, error) {
	tree := hclmod.NewTree(files)
	parsed, diags, err := tree.Module(dir)
	if err != nil {
		return nil, nil, err
	}
	r := reader{parse: hclparse.NewParser(), decls: map[string]map[string]*decl{}}
	config := tree.Config(dir)
	for _, f := range config {
		src, err := os.ReadFile(f.Path)
		if err != nil {
			return nil, nil, fmt.Errorf("reading %s: %w", f.Dest, err)
		}
		r.file(f.Dest, src)
	}
	m := r.module()
	m.Providers = providers(parsed.Requirements, config)
	return m, diags, nil
}

// providers takes of each name the entry in the last file, for tofu reads
// overrides last.
func providers(all []hclmod.Requirement, config []spec.File) []Provider {
	order := func(r hclmod.Requirement) int {
		return slices.IndexFunc(config, func(f spec.File) bool { return f.Dest == r.Range.Filename })
	}
	last := map[string]hclmod.Requirement{}
	for _, r := range all {
		if old, ok := last[r.Name]; !ok || order(r) >= order(old) {
			last[r.Name] = r
		}
	}
	var list []Provider
	for name, r := range last {
		list = append(list, Provider{
			Name: name, Source: strings.TrimPrefix(r.Address, "registry.opentofu.org/"), Version: r.Constraint, Aliases: r.Aliases,
		})
	}
	slices.SortFunc(list, func(a, b Provider) int { return cmp.Compare(a.Name, b.Name) })
	return list
}

// decl is one block: what its own file and override files say of it.
type decl struct {
	labels []string
	attrs  map[string]expression
	checks []Message
}

// reader collects blocks by type, and by their labels joined with dots.
type reader struct {
	parse *hclparse.Parser
	decls map[string]map[string]*decl
}

func (r *reader) file(name string, src []byte) {
	f, _ := hclmod.ParseFile(r.parse, name, src)
	if f == nil || f.Body == nil {
		return
	}
	content, _, _ := f.Body.PartialContent(blocks(map[string][]string{
		"terraform": nil, "module": {"name"}, "variable": {"name"}, "output": {"name"}, "check": {"name"},
		"resource": {"type", "name"}, "data": {"type", "name"}, "ephemeral": {"type", "name"},
	}))
	for _, b := range content.Blocks {
		if b.Type != "check" {
			r.add(b, src)
			continue
		}
		// A check may have a data source of its own.
		inner, _, _ := b.Body.PartialContent(blocks(map[string][]string{"data": {"type", "name"}}))
		for _, data := range inner.Blocks {
			r.add(data, src)
		}
	}
}

func blocks(labels map[string][]string) *hcl.BodySchema {
	var schema hcl.BodySchema
	for name, labels := range labels {
		schema.Blocks = append(schema.Blocks, hcl.BlockHeaderSchema{Type: name, LabelNames: labels})
	}
	return &schema
}

// add notes a block; of an argument that is there already the later one counts.
func (r *reader) add(b *hcl.Block, src []byte) {
	if r.decls[b.Type] == nil {
		r.decls[b.Type] = map[string]*decl{}
	}
	key := strings.Join(b.Labels, ".")
	d := r.decls[b.Type][key]
	if d == nil {
		d = &decl{labels: b.Labels, attrs: map[string]expression{}}
		r.decls[b.Type][key] = d
	}
	schema := blocks(map[string][]string{"validation": nil})
	for _, name := range arguments(b.Type) {
		schema.Attributes = append(schema.Attributes, hcl.AttributeSchema{Name: name})
	}
	content, _, _ := b.Body.PartialContent(schema)
	for name, attr := range content.Attributes {
		d.attrs[name] = expression{attr.Expr, src}
	}
	for _, v := range content.Blocks {
		attrs, _, _ := v.Body.PartialContent(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: "error_message"}}})
		if msg := attrs.Attributes["error_message"]; msg != nil {
			d.checks = append(d.checks, expression{msg.Expr, src}.message())
		}
	}
}

// arguments are those that the tables show of a block.
func arguments(blockType string) []string {
	switch blockType {
	case "terraform":
		return []string{"required_version"}
	case "module":
		return []string{"source", "version"}
	case "variable":
		return []string{"description", "type", "default", "sensitive", "ephemeral", "nullable", "const", "deprecated"}
	case "output":
		return []string{"description", "sensitive", "ephemeral", "deprecated"}
	}
	return nil
}
