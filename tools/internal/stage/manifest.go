package stage

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

// manifest is the content of modules.json.
type manifest struct {
	Modules []record `json:"Modules"`
}

// record maps one module call, by its path of names, to a directory that is
// relative to the root module.
type record struct {
	Key     string `json:"Key"`
	Source  string `json:"Source"`
	Version string `json:"Version,omitempty"`
	Dir     string `json:"Dir"`
}

// Wrapper is a generated root that calls one module.
type Wrapper struct {
	// Dir is the wrapper's place in the tree.
	Dir string
	// Name is the name of its only module call.
	Name string
}

// Manifest lists all calls reachable from a root module and its tests.
type Manifest struct {
	// Resolver finds the directories that calls mean.
	Resolver hclmod.Resolver
	// Root is the module to start at; its directory is the first module's.
	Root spec.Module
	// Tests are the root's test files; the modules of their runs are listed too.
	Tests []*hclmod.TestFile
	// TestLabel is the target of the tests, for findings.
	TestLabel string
	// Wrapper, if not nil, is the root that calls Root.
	Wrapper *Wrapper

	top     string
	records []record
	dirs    map[string]bool
	diags   []report.Diagnostic
}

// Build returns the content of modules.json. A call that means no declared
// module is a diagnostic, the same as check "deps" makes of it.
func (m *Manifest) Build() ([]byte, []report.Diagnostic, error) {
	m.top, m.records, m.dirs, m.diags = path.Clean(m.Root.Dir), nil, map[string]bool{}, nil
	var keys []string
	if m.Wrapper != nil {
		m.top = m.Wrapper.Dir
	}
	m.records = append(m.records, record{Dir: "."})
	if m.Wrapper != nil {
		keys = []string{m.Wrapper.Name}
		m.add(keys, m.Wrapper.Source(m.Root.Dir), "", m.Root.Dir)
	}
	if err := m.walk(m.Root, path.Clean(m.Root.Dir), keys, nil); err != nil {
		return nil, nil, err
	}
	for _, t := range m.Tests {
		if err := m.test(t); err != nil {
			return nil, nil, err
		}
	}
	data, err := json.Marshal(manifest{m.records})
	if err != nil {
		return nil, nil, fmt.Errorf("encoding modules.json: %w", err)
	}
	return data, m.diags, nil
}

// Dirs are the directories of the modules that Build reached, sorted.
func (m *Manifest) Dirs() []string { return slices.Sorted(maps.Keys(m.dirs)) }

// Source is the module source with which the wrapper calls the module at dir.
func (w *Wrapper) Source(dir string) string {
	rel := relative(w.Dir, dir)
	if !strings.HasPrefix(rel, "../") {
		return "./" + rel
	}
	return rel
}

// add lists a call, once: of two with one name, which tofu reports with their
// places, it would here only say that the manifest is bad.
func (m *Manifest) add(keys []string, source, version, dir string) {
	key := strings.Join(keys, ".")
	if !slices.ContainsFunc(m.records, func(r record) bool { return r.Key == key }) {
		m.records = append(m.records, record{Key: key, Source: source, Version: version, Dir: relative(m.top, dir)})
	}
}

// walk lists the calls in directory dir, which belongs to owner. chain has the
// directories on the way from the root.
func (m *Manifest) walk(owner spec.Module, dir string, keys, chain []string) error {
	mod, _, err := m.Resolver.Tree.Module(dir)
	if err != nil {
		return err
	}
	m.dirs[dir] = true
	chain = append(slices.Clone(chain), dir)
	for _, call := range mod.Calls {
		if err := m.call(owner, dir, call, mod, append(slices.Clone(keys), call.Name), chain); err != nil {
			return err
		}
	}
	return nil
}

func (m *Manifest) call(owner spec.Module, from string, call hclmod.Call, in hclmod.Finder, keys, chain []string) error {
	target, finding := m.Resolver.Call(owner, from, call, in)
	if finding == nil && slices.Contains(chain, target.Dir) {
		d := in.Finding(call.Range, fmt.Sprintf("Module %q calls %q, which calls it", call.Name, call.Source), "Break the cycle.")
		finding = &d
	}
	if finding != nil {
		m.diags = append(m.diags, *finding)
		return nil
	}
	m.add(keys, target.Source, target.Version, target.Dir)
	return m.walk(target.Module, target.Dir, keys, chain)
}

// test lists the modules that a test file's runs call. Sources are relative to
// the root module, not to the test file; any module that is staged may be called.
func (m *Manifest) test(t *hclmod.TestFile) error {
	owner := m.Root
	owner.Label = m.TestLabel
	owner.Deps = m.Resolver.Tree.Dirs()
	rel := relative(path.Clean(m.Root.Dir), t.Dest)
	prefix := append([]string{"test"}, strings.Split(strings.TrimSuffix(rel, ".tftest.hcl"), "/")...)
	for _, run := range t.Runs {
		if run.Module == nil {
			continue
		}
		keys := append(slices.Clone(prefix), run.Name)
		if err := m.call(owner, path.Clean(m.Root.Dir), *run.Module, t, keys, nil); err != nil {
			return err
		}
	}
	return nil
}

// WriteManifest puts modules.json where tofu looks for it.
func (s *Stage) WriteManifest(data []byte) error {
	dir := filepath.Join(s.Data(), "modules")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("making %q: %w", dir, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "modules.json"), data, 0o600); err != nil {
		return fmt.Errorf("writing modules.json: %w", err)
	}
	return nil
}

// relative is the path from one workspace-relative directory to another.
func relative(from, to string) string {
	rel, err := filepath.Rel(filepath.FromSlash(path.Clean(from)), filepath.FromSlash(path.Clean(to)))
	if err != nil {
		// Both are relative and clean below the workspace, so there is a way.
		panic(err)
	}
	return filepath.ToSlash(rel)
}
