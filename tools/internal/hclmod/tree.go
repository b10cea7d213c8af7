package hclmod

import (
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
)

// Tree is the staged tree, by directory, with its modules parsed on demand and
// once.
type Tree struct {
	dirs   map[string][]spec.File
	loaded map[string]*Module
	diags  map[string][]report.Diagnostic
}

// NewTree makes a tree of files.
func NewTree(files []spec.File) *Tree {
	t := &Tree{dirs: map[string][]spec.File{}, loaded: map[string]*Module{}, diags: map[string][]report.Diagnostic{}}
	for _, f := range files {
		dir := path.Dir(f.Dest)
		t.dirs[dir] = append(t.dirs[dir], f)
	}
	return t
}

// Has says whether the directory has configuration files.
func (t *Tree) Has(dir string) bool { return len(t.Config(dir)) > 0 }

// Dirs are the directories that have configuration files, sorted.
func (t *Tree) Dirs() []string {
	var dirs []string
	for dir := range t.dirs {
		if t.Has(dir) {
			dirs = append(dirs, dir)
		}
	}
	slices.Sort(dirs)
	return dirs
}

// Module parses the directory's configuration. Syntax errors are diagnostics,
// and what could be understood is in the module all the same. A directory
// without configuration is an empty module.
func (t *Tree) Module(dir string) (*Module, []report.Diagnostic, error) {
	dir = path.Clean(dir)
	if m := t.loaded[dir]; m != nil {
		return m, t.diags[dir], nil
	}
	p := parser{parse: hclparse.NewParser(), m: &Module{Dir: dir, sources: map[string][]byte{}}}
	for _, f := range t.Config(dir) {
		src, err := os.ReadFile(f.Path)
		if err != nil {
			return nil, nil, fmt.Errorf("reading %s: %w", f.Dest, err)
		}
		p.file(f.Dest, src)
	}
	p.finish()
	t.loaded[dir], t.diags[dir] = p.m, Diagnostics(p.diags, p.m.sources)
	return p.m, t.diags[dir], nil
}

// Config lists a directory's configuration files in the order in which tofu
// reads them: override files last, and no x.tf where there is an x.tofu.
func (t *Tree) Config(dir string) []spec.File {
	var files []spec.File
	for _, f := range t.dirs[path.Clean(dir)] {
		if IsConfig(path.Base(f.Dest)) && !t.shadowed(f.Dest) {
			files = append(files, f)
		}
	}
	slices.SortFunc(files, func(a, b spec.File) int {
		if oa, ob := isOverride(a.Dest), isOverride(b.Dest); oa != ob {
			if oa {
				return 1
			}
			return -1
		}
		return strings.Compare(a.Dest, b.Dest)
	})
	return files
}

// IsConfig says whether tofu reads a file of this name as configuration.
func IsConfig(name string) bool {
	if strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") || strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") {
		return false
	}
	return stem(name) != ""
}

// stem is the name without tofu's extensions; empty for other files.
func stem(name string) string {
	for _, ext := range []string{".tf", ".tf.json", ".tofu", ".tofu.json"} {
		if s, ok := strings.CutSuffix(name, ext); ok {
			return s
		}
	}
	return ""
}

func isOverride(dest string) bool {
	s := stem(path.Base(dest))
	return s == "override" || strings.HasSuffix(s, "_override")
}

func (t *Tree) shadowed(dest string) bool {
	var twin string
	if s, ok := strings.CutSuffix(dest, ".tf"); ok {
		twin = s + ".tofu"
	} else if s, ok := strings.CutSuffix(dest, ".tf.json"); ok {
		twin = s + ".tofu.json"
	}
	return twin != "" && slices.ContainsFunc(t.dirs[path.Dir(dest)], func(f spec.File) bool { return f.Dest == twin })
}

// ParseFile parses a file of configuration or of variables, in the syntax that
// its name says.
func ParseFile(p *hclparse.Parser, name string, src []byte) (*hcl.File, hcl.Diagnostics) {
	if strings.HasSuffix(name, ".json") {
		return p.ParseJSON(src, name)
	}
	return p.ParseHCL(src, name)
}
