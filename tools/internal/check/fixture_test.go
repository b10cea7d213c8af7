package check_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/check"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
	"github.com/google/go-cmp/cmp"
)

// update rewrites the golden reports: go test ./tools/internal/check -update.
func update() bool { return flag.Lookup("update").Value.String() == "true" }

func init() { flag.Bool("update", false, "rewrite the golden reports") }

// fixture makes a spec of the tree testdata/kind/name: each directory m/* is a
// module; m/x comes first, and deps says who calls whom.
func fixture(t *testing.T, kind spec.Kind, name string, deps map[string][]string) *spec.Spec {
	t.Helper()
	top := filepath.Join("testdata", string(kind), name)
	s := &spec.Spec{V: 1, Kind: kind, Label: "//m/x:check", Root: "m/x", Fix: "bazel run //m/x:fmt"}
	if kind != spec.KindDeps {
		s.Tofu = testenv.Path(t, "TOFU")
	}
	s.Modules = append(s.Modules, module(t, top, "m/x", deps["m/x"]))
	for _, dir := range []string{"m/y", "m/z"} {
		if _, err := os.Stat(filepath.Join(top, dir)); err == nil {
			s.Modules = append(s.Modules, module(t, top, dir, deps[dir]))
		}
	}
	if kind == spec.KindFmt {
		s.Files = s.Modules[0].Srcs
	}
	if kind == spec.KindTest {
		s.Modules[0].Srcs, s.Tests = split(s.Modules[0].Srcs)
	}
	return s
}

func module(t *testing.T, top, dir string, deps []string) spec.Module {
	t.Helper()
	m := spec.Module{Label: "//" + dir + ":" + filepath.Base(dir), Dir: dir, BuildFile: dir + "/BUILD.bazel", Deps: deps}
	err := filepath.WalkDir(filepath.Join(top, dir), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(top, path)
		m.Srcs = append(m.Srcs, spec.File{Path: path, Dest: filepath.ToSlash(rel)})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// split parts the test files from the others.
func split(files []spec.File) (srcs, tests []spec.File) {
	for _, f := range files {
		if strings.HasSuffix(f.Dest, ".tftest.hcl") {
			tests = append(tests, f)
		} else {
			srcs = append(srcs, f)
		}
	}
	return srcs, tests
}

// result is what one run of a check did.
type result struct {
	code           int
	report         report.Report
	xml            string
	stdout, stderr string
}

// run makes the check, reading back what it wrote.
func run(t *testing.T, s *spec.Spec, opts check.Options) result {
	t.Helper()
	dir := t.TempDir()
	opts.Report, opts.XML = filepath.Join(dir, "report.json"), filepath.Join(dir, "test.xml")
	var stdout, stderr bytes.Buffer
	r := result{code: check.Run(t.Context(), s, opts, &stdout, &stderr)}
	r.stdout, r.stderr = stdout.String(), stderr.String()
	if r.code > check.ExitFinding {
		return r
	}
	var err error
	if r.report, err = report.Read(opts.Report); err != nil {
		t.Fatal(err)
	}
	xml, err := os.ReadFile(opts.XML)
	if err != nil {
		t.Fatal(err)
	}
	r.xml = string(xml)
	return r
}

// golden compares a report with testdata/kind/name/want.json.
func golden(t *testing.T, kind spec.Kind, name string, r report.Report) {
	t.Helper()
	file := filepath.Join("testdata", string(kind), name, "want.json")
	got, err := r.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	if update() {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("report differs from %s (-want +got; rewrite with -update):\n%s", file, diff)
	}
}

// texts are the findings as people see them, joined.
func texts(r report.Report) string {
	var b strings.Builder
	for _, d := range r.Diagnostics {
		b.WriteString(d.Text())
	}
	return b.String()
}

// wantAll checks that text has all the parts.
func wantAll(t *testing.T, text string, parts []string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("missing %q in:\n%s", p, text)
		}
	}
}

// noPaths checks that a report names no place of this machine.
func noPaths(t *testing.T, r report.Report) {
	t.Helper()
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{os.TempDir(), "/fw-", "<stage>"} {
		if strings.Contains(string(data), bad) {
			t.Errorf("the report contains %q:\n%s", bad, data)
		}
	}
}

// workspace is a source tree with the given files.
func workspace(t *testing.T, files map[string]string) string {
	t.Helper()
	top := t.TempDir()
	for name, content := range files {
		path := filepath.Join(top, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o640); err != nil {
			t.Fatal(err)
		}
	}
	return top
}
