//go:build bazel

package negative_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// root is where the module stands in the staged tree.
const root = "x"

// A file, a module, a provider and a spec, as tofurun reads them.
type (
	file struct {
		Path string `json:"path"`
		Dest string `json:"dest"`
	}
	module struct {
		Label     string   `json:"label"`
		Dir       string   `json:"dir"`
		BuildFile string   `json:"build_file"`
		Srcs      []file   `json:"srcs"`
		Data      []file   `json:"data,omitempty"`
		Deps      []string `json:"deps,omitempty"`
	}
	spec struct {
		V         int             `json:"v"`
		Kind      string          `json:"kind"`
		Label     string          `json:"label"`
		Tofu      string          `json:"tofu,omitempty"`
		Root      string          `json:"root"`
		Modules   []*module       `json:"modules"`
		Providers []givenProvider `json:"providers,omitempty"`
		Tests     []file          `json:"tests,omitempty"`
	}
)

// run makes the class's check in a mode and returns the errors of its report.
func run(t *testing.T, c *class, m mode) []diagnostic {
	t.Helper()
	dir := t.TempDir()
	specFile, reportFile := filepath.Join(dir, "spec.json"), filepath.Join(dir, "report.json")
	data, err := json.Marshal(c.spec(t, m))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(specFile, data, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), testenv.Path(t, "TOFURUN"), "--spec", specFile, "--report", reportFile).CombinedOutput()
	// 1 is a finding.
	if exit, ok := errors.AsType[*exec.ExitError](err); err != nil && (!ok || exit.ExitCode() != 1) {
		t.Fatalf("tofurun: %v\n%s", err, out)
	}
	return readReport(t, reportFile)
}

// readReport returns a report's errors, with places relative to the module.
func readReport(t *testing.T, file string) []diagnostic {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var report struct {
		Valid       bool `json:"valid"`
		Diagnostics []struct {
			diagnostic
			Severity string `json:"severity"`
		} `json:"diagnostics"`
	}
	if err := json.Unmarshal(data, &report); err != nil {
		t.Fatalf("%v in %s", err, data)
	}
	found := []diagnostic{}
	for _, d := range report.Diagnostics {
		if d.Severity == "error" {
			d.File = strings.TrimPrefix(d.File, root+"/")
			found = append(found, d.diagnostic)
		}
	}
	if report.Valid != (len(found) == 0) {
		t.Fatalf("the report contradicts itself: %s", data)
	}
	return found
}

// spec is what the rules would write for the class.
func (c *class) spec(t *testing.T, m mode) *spec {
	t.Helper()
	s := &spec{V: 1, Kind: "validate", Label: "//x:module", Tofu: testenv.Path(t, "TOFU"), Root: root}
	if c.Kind != "" {
		s.Kind, s.Label = c.Kind, "//x:test"
	}
	s.Modules = c.modules(t)
	first := s.Modules[0]
	for _, f := range c.files(t) {
		switch owner := s.owner(f); {
		case strings.HasSuffix(f.Dest, ".tftest.hcl"):
			s.Tests = append(s.Tests, f)
		case owner != nil:
			owner.Srcs = append(owner.Srcs, f)
		default:
			first.Data = append(first.Data, f)
		}
	}
	for _, name := range c.Providers {
		s.Providers = append(s.Providers, given(t, name, m))
	}
	return s
}

// owner is the module whose configuration a file is; nil for a file that is none.
func (s *spec) owner(f file) *module {
	if path.Ext(f.Dest) != ".tf" {
		return nil
	}
	i := slices.IndexFunc(s.Modules, func(m *module) bool { return m.Dir == path.Dir(f.Dest) })
	return s.Modules[i]
}

// modules are x and the directories below it that hold configuration.
func (c *class) modules(t *testing.T) []*module {
	t.Helper()
	x := &module{Label: "//x:module", Dir: root, BuildFile: root + "/BUILD.bazel"}
	all := []*module{x}
	for _, f := range c.files(t) {
		dir := path.Dir(f.Dest)
		if path.Ext(f.Dest) != ".tf" || slices.ContainsFunc(all, func(m *module) bool { return m.Dir == dir }) {
			continue
		}
		m := &module{Label: "//" + dir + ":module", Dir: dir, BuildFile: dir + "/BUILD.bazel"}
		for _, dep := range c.Deps[path.Base(dir)] {
			m.Deps = append(m.Deps, path.Join(root, dep))
		}
		x.Deps = append(x.Deps, dir)
		all = append(all, m)
	}
	return all
}

// files are the class's files in the order of their names.
func (c *class) files(t *testing.T) []file {
	t.Helper()
	var all []file
	err := filepath.WalkDir(c.dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "want.json" {
			return err
		}
		rel, err := filepath.Rel(c.dir, name)
		all = append(all, file{Path: name, Dest: path.Join(root, filepath.ToSlash(rel))})
		return err
	})
	if err != nil || len(all) == 0 {
		t.Fatalf("files of %s: %v, %v", c.dir, all, err)
	}
	return all
}
