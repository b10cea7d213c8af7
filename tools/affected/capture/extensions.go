package capture

import (
	"path"
	"slices"
	"strings"

	"github.com/bazelbuild/buildtools/build"
	"github.com/gloriousflywheel/flywheel/tools/affected/loads"
	"github.com/gloriousflywheel/flywheel/tools/affected/reads"
)

// ExtensionInputs are the files that module extensions of a workspace may read, as far
// as labels and code tell, written as those of a snapshot; read reads its files.
func ExtensionInputs(read func(name string) ([]byte, error)) ([]string, error) {
	c, err := newCollector(read, nil)
	if err != nil {
		return nil, err
	}
	return c.inputs(""), nil
}

// inputs are the files that module extensions may read, below the repository's root, as
// far as labels and our own extensions' code tell.
func (c *collector) inputs(prefix string) []string {
	var all []string
	add := func(p string) {
		name, below := strings.CutSuffix(p, "/")
		switch {
		case p == reads.Any: // Of the whole repository: a way up may lead out of the workspace.
		case below:
			p = path.Join(prefix, name) + "/"
		case path.Base(p) == reads.There:
			p = path.Join(prefix, path.Dir(p)) + "/*"
		case slices.Contains(c.module.Files, p): // Those are looked into.
			return
		default:
			p = path.Join(prefix, p)
		}
		all = append(all, p)
	}
	for _, p := range reads.Files(reads.Code{Files: c.extensions(), Tags: c.module.Tags, Resolve: c.resolve}) {
		add(p)
	}
	for _, p := range c.module.Mentioned {
		add(p)
		if p != "" && p != "." { // What it says nothing of may be a directory.
			add(p + "/")
		}
		if path.Base(p) == "go.mod" { // Who is told of the one reads the other.
			add(path.Join(path.Dir(p), "go.sum"))
		}
	}
	for _, p := range c.module.Words {
		add(p)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// referred are the repositories that module files and our own extensions' code name, as
// those that make them call them.
func (c *collector) referred() map[string]bool {
	names := map[string]bool{}
	add := func(apparent string) {
		for _, name := range c.module.Named(apparent) {
			names[name] = true
		}
	}
	for _, name := range c.module.Referred {
		add(name)
	}
	for _, tree := range c.extensions() {
		build.Walk(tree, func(e build.Expr, _ []build.Expr) {
			if s, ok := e.(*build.StringExpr); ok && strings.HasPrefix(s.Value, "@") {
				name, _, _ := strings.Cut(strings.TrimLeft(s.Value, "@"), "//")
				add(name)
			}
		})
	}
	return names
}

// extensions are the files with the main repository's own module extensions, and what
// they load, by label.
func (c *collector) extensions() map[string]*build.File {
	files := map[string]*build.File{}
	for _, label := range c.found.Closure(c.module.Starlark) {
		if loads.External(label) {
			continue
		}
		data, err := c.read(loads.Path(label))
		if err != nil {
			continue // Bazel reports it.
		}
		if tree, err := build.ParseDefault(label, data); err == nil {
			files[label] = tree
		}
	}
	return files
}

func (c *collector) resolve(pkg, label string) string {
	return loads.Resolve(pkg, label, c.module.Main)
}
