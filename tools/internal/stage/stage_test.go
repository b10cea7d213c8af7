package stage_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/internal/stage"
	"github.com/google/go-cmp/cmp"
)

func newStage(t *testing.T) *stage.Stage {
	t.Helper()
	s, err := stage.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// write makes a file with its own name as content.
func write(t *testing.T, path string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(filepath.Base(path)), 0o640); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLink(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "in/a")
	write(t, "in/b")
	f := func(path, dest string) spec.File { return spec.File{Path: path, Dest: dest} }
	for _, tc := range []struct {
		name   string
		reason string
		files  []spec.File
		bad    string // the place of a *BadTreeError; empty for success
		want   string // part of the error
	}{
		{"links", "relative paths are resolved against the working directory", []spec.File{f("in/a", "m/x/a.tf"), f("in/b", "m/x/d/b")}, "", ""},
		{"same twice", "a file may be both src and data", []spec.File{f("in/a", "m/a"), f("in/a", "m/a")}, "", ""},
		{"directory", "a directory is one link", []spec.File{f("in", "m/in")}, "", ""},
		{"two files", "one place has one file", []spec.File{f("in/a", "m/a"), f("in/b", "m/a")}, "m/a", "in/a and "},
		{"below a file", "nothing is written through a link", []spec.File{f("in", "m/in"), f("in/b", "m/in/c")}, "m/in/c", `"m/in" is a file or directory of its own`},
		{"above files", "a link cannot replace a directory", []spec.File{f("in/b", "m/in/c"), f("in", "m/in")}, "m/in", "other files lie below"},
		{"escape", "no place outside", []spec.File{f("in/a", "../a")}, "../a", "outside the tree"},
		{"hidden escape", "however it is written", []spec.File{f("in/a", "m/../../a")}, "m/../../a", "outside the tree"},
		{"absolute", "nor an absolute one", []spec.File{f("in/a", "/tmp/a")}, "/tmp/a", "outside the tree"},
		{"not clean", "one place has one name", []spec.File{f("in/a", "m//a")}, "m//a", "not a clean path"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := newStage(t)
			err := s.Link(tc.files...)
			if tc.bad != "" {
				bad, ok := errors.AsType[*stage.BadTreeError](err)
				if !ok || bad.Dest != tc.bad || !strings.Contains(err.Error(), tc.want) {
					t.Errorf("error %v, want a BadTreeError of %q with %q: %s", err, tc.bad, tc.want, tc.reason)
				}
				return
			}
			if err != nil {
				t.Fatalf("%v: %s", err, tc.reason)
			}
			for _, f := range tc.files {
				target, err := os.Readlink(s.Path(f.Dest))
				if err != nil || !filepath.IsAbs(target) || !strings.HasSuffix(target, f.Path) {
					t.Errorf("%s links to %q, %v; want the absolute path of %s", f.Dest, target, err, f.Path)
				}
			}
		})
	}
}

func TestLinkMissing(t *testing.T) {
	err := newStage(t).Link(spec.File{Path: "none", Dest: "m/a"})
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "m/a") {
		t.Errorf("error %v, want one that names m/a", err)
	}
}

func TestNewIsShort(t *testing.T) {
	short, long := t.TempDir(), filepath.Join(t.TempDir(), strings.Repeat("x", 80))
	if err := os.Mkdir(long, 0o755); err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]bool{short: len(short) <= 64, long: false} {
		t.Setenv("TEST_TMPDIR", dir)
		s := newStage(t)
		if got := strings.HasPrefix(s.Dir, dir); got != want {
			t.Errorf("stage %q with TEST_TMPDIR %q", s.Dir, dir)
		}
		if len(s.Tmp()) > 85 {
			t.Errorf("%q is too long for the sockets of plugins", s.Tmp())
		}
	}
}

func TestRelative(t *testing.T) {
	s := newStage(t)
	for in, want := range map[string]string{
		"no file at " + s.Path("m/x/a.tf"): "no file at m/x/a.tf",
		s.Data() + "/modules":              "<stage>/d/modules",
		"in " + s.Tree():                   "in .",
	} {
		if got := s.Relative(in); got != want {
			t.Errorf("Relative(%q) = %q, want %q", in, got, want)
		}
	}
}

// modules writes configuration files and returns a resolver for them; the
// directory m/x is the first module.
func modules(t *testing.T, files map[string]string, deps map[string][]string) hclmod.Resolver {
	t.Helper()
	top := t.TempDir()
	byDir := map[string][]spec.File{}
	var all []spec.File
	for dest, content := range files {
		path := write(t, filepath.Join(top, dest))
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		f := spec.File{Path: path, Dest: dest}
		all = append(all, f)
		byDir[filepath.Dir(dest)] = append(byDir[filepath.Dir(dest)], f)
	}
	r := hclmod.Resolver{Tree: hclmod.NewTree(all)}
	for _, dir := range []string{"m/x", "m/y", "m/z"} {
		if len(byDir[dir]) > 0 {
			r.Modules = append(r.Modules, spec.Module{Label: "//" + dir + ":" + filepath.Base(dir), Dir: dir, Srcs: byDir[dir], Deps: deps[dir]})
		}
	}
	return r
}

func call(name, source string) string {
	return "module \"" + name + "\" {\n  source = \"" + source + "\"\n}\n"
}

func TestManifest(t *testing.T) {
	xy := map[string][]string{"m/x": {"m/y"}, "m/y": {"m/z"}}
	for _, tc := range []struct {
		name    string
		reason  string
		files   map[string]string
		deps    map[string][]string
		wrapper *stage.Wrapper
		want    string
		finding string
	}{
		{"alone", "the root has the empty key", map[string]string{"m/x/main.tf": ""}, nil, nil, `{"Modules":[{"Key":"","Source":"","Dir":"."}]}`, ""},
		{"nested", "keys are the path of names; directories are relative to the root; sources are normalised",
			map[string]string{"m/x/main.tf": call("a", "../y/"), "m/y/main.tf": call("b", "../z"), "m/z/main.tf": ""}, xy, nil,
			`{"Modules":[{"Key":"","Source":"","Dir":"."},{"Key":"a","Source":"../y","Dir":"../y"},{"Key":"a.b","Source":"../z","Dir":"../z"}]}`, ""},
		{"inner", "a directory of the own files", map[string]string{"m/x/main.tf": call("a", "./in"), "m/x/in/main.tf": call("b", "../../y"), "m/y/main.tf": ""}, xy, nil,
			`{"Modules":[{"Key":"","Source":"","Dir":"."},{"Key":"a","Source":"./in","Dir":"in"},{"Key":"a.b","Source":"../../y","Dir":"../y"}]}`, ""},
		{"wrapper", "the wrapper is the root then", map[string]string{"m/x/main.tf": call("a", "../y"), "m/y/main.tf": ""}, xy, &stage.Wrapper{Dir: ".wrapper", Name: "this"},
			`{"Modules":[{"Key":"","Source":"","Dir":"."},{"Key":"this","Source":"../m/x","Dir":"../m/x"},{"Key":"this.a","Source":"../y","Dir":"../m/y"}]}`, ""},
		{"dep of a dep", "a dep's deps are not the root's", map[string]string{"m/x/main.tf": call("a", "../z"), "m/y/main.tf": "", "m/z/main.tf": ""}, xy, nil, "",
			"m/x/main.tf:2:12: error: Module \"a\" calls \"../z\", which is not in deps of //m/x:x\n"},
		{"cycle", "a cycle of deps ends", map[string]string{"m/x/main.tf": call("a", "../y"), "m/y/main.tf": call("b", "../x")},
			map[string][]string{"m/x": {"m/y"}, "m/y": {"m/x"}}, nil, "", "m/y/main.tf:2:12: error: Module \"b\" calls \"../x\", which calls it\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := modules(t, tc.files, tc.deps)
			m := stage.Manifest{Resolver: r, Root: r.Modules[0], Wrapper: tc.wrapper}
			data, diags, err := m.Build()
			if err != nil {
				t.Fatal(err)
			}
			if tc.finding != "" {
				if len(diags) != 1 || !strings.HasPrefix(diags[0].Text(), tc.finding) {
					t.Errorf("findings %+v, want %q: %s", diags, tc.finding, tc.reason)
				}
				return
			}
			if len(diags) > 0 {
				t.Fatal(diags)
			}
			if diff := cmp.Diff(tc.want, string(data)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
			}
		})
	}
}

func TestManifestOfTests(t *testing.T) {
	r := modules(t, map[string]string{"m/x/main.tf": "", "m/x/setup/main.tf": call("n", "../../y"), "m/y/main.tf": ""}, map[string][]string{"m/x": {"m/y"}})
	var tests []*hclmod.TestFile
	for _, dest := range []string{"m/x/a.tftest.hcl", "m/x/tests/b.tftest.hcl"} {
		path := filepath.Join(t.TempDir(), "t")
		if err := os.WriteFile(path, []byte("run \"r\" {\n  module {\n    source = \"./setup\"\n  }\n}\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		f, _, err := hclmod.ParseTest(spec.File{Path: path, Dest: dest})
		if err != nil {
			t.Fatal(err)
		}
		tests = append(tests, f)
	}
	m := stage.Manifest{Resolver: r, Root: r.Modules[0], Tests: tests}
	data, diags, err := m.Build()
	if err != nil || diags != nil {
		t.Fatal(err, diags)
	}
	want := `{"Modules":[{"Key":"","Source":"","Dir":"."},` +
		`{"Key":"test.a.r","Source":"./setup","Dir":"setup"},{"Key":"test.a.r.n","Source":"../../y","Dir":"../y"},` +
		`{"Key":"test.tests.b.r","Source":"./setup","Dir":"setup"},{"Key":"test.tests.b.r.n","Source":"../../y","Dir":"../y"}]}`
	if diff := cmp.Diff(want, string(data)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"m/x", "m/x/setup", "m/y"}, m.Dirs()); diff != "" {
		t.Errorf("directories (-want +got):\n%s", diff)
	}
}

func TestProviders(t *testing.T) {
	t.Chdir(t.TempDir())
	p := spec.Provider{Label: "//p:p", Address: "registry.opentofu.org/ns/demo", Version: "1.2.3", Platform: "linux_amd64",
		Binary: write(t, "out/terraform-provider-demo"), Data: []spec.File{{Path: write(t, "out/other/extra"), Dest: "extra"}}}
	t.Run("mirror", func(t *testing.T) {
		dir := t.TempDir()
		// Twice: what is there is replaced.
		for range 2 {
			addresses, err := stage.Mirror(dir, []spec.Provider{p})
			if err != nil || !cmp.Equal(addresses, []string{p.Address}) {
				t.Fatal(addresses, err)
			}
		}
		place := filepath.Join(dir, "registry.opentofu.org/ns/demo/1.2.3/linux_amd64")
		for name, content := range map[string]string{"terraform-provider-demo_v1.2.3": "terraform-provider-demo", "extra": "extra"} {
			info, err := os.Lstat(filepath.Join(place, name))
			if err != nil || !info.Mode().IsRegular() {
				t.Errorf("%s: %v, %v; want a real file, since a plugin sees through links where it is", name, info, err)
			}
			if got, _ := os.ReadFile(filepath.Join(place, name)); string(got) != content {
				t.Errorf("%s = %q, want %q", name, got, content)
			}
		}
	})
	t.Run("locked", func(t *testing.T) {
		dir := t.TempDir()
		locked := p
		locked.Lock, locked.Binary = "bazel run //tofu:lock", write(t, "pkg/terraform-provider-demo_v1.2.3_x5")
		locked.Data = []spec.File{{Path: write(t, "pkg/doc/README"), Dest: "README"}}
		if _, err := stage.Mirror(dir, []spec.Provider{locked}); err != nil {
			t.Fatal(err)
		}
		if got, want := stage.MirrorProgram(dir, locked), stage.MirrorDir(dir, locked)+"/terraform-provider-demo_v1.2.3_x5"; got != want {
			t.Errorf("program %s, want %s: the hash is over names, too", got, want)
		}
		for _, name := range []string{"terraform-provider-demo_v1.2.3_x5", "doc/README"} {
			target, err := os.Readlink(filepath.Join(stage.MirrorDir(dir, locked), name))
			if err != nil || !filepath.IsAbs(target) {
				t.Errorf("%s: link to %q, %v; want one to its real place", name, target, err)
			}
		}
	})
	for _, run := range []bool{false, true} {
		s := newStage(t)
		snapshot := spec.Provider{Label: "//q:q", Address: "registry.opentofu.org/ns/q", Schema: "q.schema"}
		programs, err := s.Plugins([]spec.Provider{p, snapshot}, run)
		if err != nil {
			t.Fatal(err)
		}
		want := filepath.Join(s.Dir, "p/0/terraform-provider-demo")
		if diff := cmp.Diff(map[string]string{p.Address: want}, programs); diff != "" {
			t.Errorf("programs (-want +got):\n%s", diff)
		}
		info, err := os.Lstat(want)
		if err != nil || info.Mode().IsRegular() != run {
			t.Errorf("run %v: %v, %v; want a link for validation and a file to run", run, info, err)
		}
	}
	t.Run("no program", func(t *testing.T) {
		bad := p
		bad.Binary = ""
		if _, err := stage.Mirror(t.TempDir(), []spec.Provider{bad}); err == nil || !strings.Contains(err.Error(), "//p:p: its program is not in this build") {
			t.Errorf("error %v, want one that says how to get it", err)
		}
	})
	t.Run("missing", func(t *testing.T) {
		bad := p
		bad.Binary = "none"
		if _, err := newStage(t).Plugins([]spec.Provider{bad}, false); err == nil || !strings.Contains(err.Error(), "//p:p") {
			t.Errorf("error %v, want one that names the provider", err)
		}
	})
	t.Run("escape", func(t *testing.T) {
		bad := p
		bad.Data = []spec.File{{Path: "out/other/extra", Dest: "../extra"}}
		if _, err := stage.Mirror(t.TempDir(), []spec.Provider{bad}); err == nil || !strings.Contains(err.Error(), "outside the provider's directory") {
			t.Errorf("error %v, want a refusal", err)
		}
	})
}

func TestReplace(t *testing.T) {
	t.Chdir(t.TempDir())
	s := newStage(t)
	original := write(t, "src/main.tf")
	if err := s.Link(spec.File{Path: original, Dest: "m/main.tf"}); err != nil {
		t.Fatal(err)
	}
	for _, dest := range []string{"m/main.tf", "m/new.tf"} {
		if err := s.Replace(dest, []byte("changed")); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(s.Path(dest)); string(got) != "changed" {
			t.Errorf("%s = %q, %v", dest, got, err)
		}
	}
	if got, err := os.ReadFile(original); err != nil || string(got) == "changed" {
		t.Errorf("the original must stay: %q, %v", got, err)
	}
}
