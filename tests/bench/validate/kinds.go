package main

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

//go:embed modules
var templates embed.FS

// A kind of module: a directory of templates, with what is told of it to Bazel.
type kind struct {
	name string
	// providers are the addresses it requires.
	providers []string
	// tests says that there are test files, which are run instead of validation.
	tests bool
	// calls are the modules in directories below it.
	calls []string
}

const (
	kubernetes = "registry.opentofu.org/hashicorp/kubernetes"
	helm       = "registry.opentofu.org/hashicorp/helm"
	random     = "registry.opentofu.org/hashicorp/random"
)

func kinds() []kind {
	return []kind{
		{name: "k8s", providers: []string{kubernetes}},
		{name: "helm", providers: []string{helm, random}},
		{name: "stack", providers: []string{kubernetes, helm, random}, calls: []string{"app", "release"}},
		{name: "tests", providers: []string{kubernetes, random}, tests: true},
		{name: "pure"},
		{name: "time", providers: []string{"registry.opentofu.org/hashicorp/time"}},
		{name: "big", providers: []string{"flywheel.invalid/bench/big"}},
	}
}

// mix are the kinds that a repository of many modules is made of here.
func mix() []kind { return kinds()[:5] }

// A module is one copy of a kind.
type module struct {
	kind
	top string // the directory of the tree
	dir string // its own, below top
}

// make writes a module of the kind to top/dir, different from every other by a comment.
func (k kind) make(top, dir string) (module, error) {
	m := module{kind: k, top: top, dir: dir}
	from := path.Join("modules", k.name)
	err := fs.WalkDir(templates, from, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(top, dir, strings.TrimPrefix(name, from))
		if d.IsDir() {
			return os.MkdirAll(to, 0o755)
		}
		data, err := templates.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(to, append(data, "\n# In "+dir+".\n"...), 0o644)
	})
	if err != nil {
		return m, fmt.Errorf("writing a module of kind %s: %w", k.name, err)
	}
	return m, nil
}

// dirs are the directories of its modules, its own first.
func (m module) dirs() []string {
	all := []string{m.dir}
	for _, call := range m.calls {
		all = append(all, path.Join(m.dir, call))
	}
	return all
}

// files are the files of a directory, relative to top, whose names end so.
func (m module) files(dir, ending string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(m.top, dir))
	if err != nil {
		return nil, fmt.Errorf("reading a module: %w", err)
	}
	var all []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ending) && !e.IsDir() {
			all = append(all, path.Join(dir, e.Name()))
		}
	}
	slices.Sort(all)
	return all, nil
}
