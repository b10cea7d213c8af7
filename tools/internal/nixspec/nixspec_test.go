package nixspec_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gloriousflywheel/flywheel/tools/internal/nixspec"
)

const whole = `{"v": 1, "label": "//a:b", "verb": "push", "nix": "", "pushes": [{
	"label": "//a:b", "flake_files": [{"path": "a/flake.nix", "dest": "a/flake.nix"}], "in_place": false,
	"installables": [{"flake": "a", "attribute": "x"}, {"text": "nixpkgs#hello"}],
	"srcs": [], "store_paths": [], "caches": ["main"], "nix_args": [], "compression": "", "compression_level": 0, "verify": true}]}`

func TestDecode(t *testing.T) {
	s, err := nixspec.Decode([]byte(whole))
	if err != nil {
		t.Fatal(err)
	}
	want := &nixspec.Spec{V: 1, Label: "//a:b", Verb: nixspec.Push, Pushes: []nixspec.Item{{
		Label:        "//a:b",
		FlakeFiles:   []nixspec.File{{Path: "a/flake.nix", Dest: "a/flake.nix"}},
		Installables: []nixspec.Installable{{Flake: "a", Attribute: "x"}, {Text: "nixpkgs#hello"}},
		Srcs:         []string{}, StorePaths: []string{}, Caches: []string{"main"}, NixArgs: []string{},
		Verify: true,
	}}}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, tc := range []struct{ name, reason, old, new, says string }{
		{"version", "another layout cannot be judged", `"v": 1`, `"v": 2`, `version 2; this program reads version 1`},
		{"no version", "a file of something else", `"v": 1, `, ``, `field "v": missing; this program reads version 1`},
		{"relative store path", "it would depend on the working directory", `"store_paths": []`, `"store_paths": ["a"]`, `pushes[0].store_paths[0]": "a" is no absolute path`},
		{"field", "a rule and this program disagree", `"nix": ""`, `"nixx": ""`, `unknown field "nixx"`},
		{"verb", "it would do something else", `"push"`, `"pull"`, `"pull" is unknown`},
		{"nothing to build", "nothing would be pushed", `[{"flake": "a", "attribute": "x"}, {"text": "nixpkgs#hello"}]`, `[]`, "pushes[0]"},
		{"no caches", "nothing would be pushed", `["main"]`, `[]`, "pushes[0].caches"},
		{"both", "one of them would be passed over", `{"text": "nixpkgs#hello"}`, `{"flake": "a", "text": "b"}`, "pushes[0].installables[1]"},
		{"flake outside", "it would be evaluated outside of the copy", `"flake": "a"`, `"flake": "../a"`, "leaves the repository"},
		{"file outside", "it would be written outside of the copy", `"dest": "a/flake.nix"`, `"dest": "/a/flake.nix"`, "leaves the repository"},
		{"text behind", "a spec cut or joined wrongly", `true}]}`, `true}]} {}`, "after top-level value"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if !strings.Contains(whole, tc.old) {
				t.Fatalf("the spec has no %q", tc.old)
			}
			_, err := nixspec.Decode([]byte(strings.Replace(whole, tc.old, tc.new, 1)))
			if err == nil || !strings.Contains(err.Error(), tc.says) {
				t.Errorf("%s: error %v, want one that says %q", tc.reason, err, tc.says)
			}
		})
	}
}

func TestStageCopiesWhatIsDeclaredAndNothingElse(t *testing.T) {
	from := t.TempDir()
	write(t, filepath.Join(from, "source", "flake.nix"), "{}", 0o600)
	write(t, filepath.Join(from, "source", "run.sh"), "#!/bin/sh\n", 0o755)
	write(t, filepath.Join(from, "source", "other"), "undeclared", 0o644)
	write(t, filepath.Join(from, "tree", "below", "file"), "in a directory", 0o644)
	link := filepath.Join(from, "runfiles")
	for name, target := range map[string]string{"flake.nix": "source/flake.nix", "run.sh": "source/run.sh", "tree": "tree"} {
		if err := os.MkdirAll(link, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(filepath.Join(from, target), filepath.Join(link, name)); err != nil {
			t.Fatal(err)
		}
	}
	to := t.TempDir()
	err := nixspec.Stage(to, []nixspec.File{
		{Path: filepath.Join(link, "flake.nix"), Dest: "a/flake.nix"},
		{Path: filepath.Join(link, "run.sh"), Dest: "a/bin/run.sh"},
		{Path: filepath.Join(link, "tree"), Dest: "a/tree"},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"a/flake.nix":       "-rw-r--r-- 1 {}",
		"a/bin/run.sh":      "-rwxr-xr-x 1 #!/bin/sh\n",
		"a/tree/below/file": "-rw-r--r-- 1 in a directory",
	}
	if diff := cmp.Diff(want, files(t, to)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestStageNamesTheFileThatIsMissing(t *testing.T) {
	err := nixspec.Stage(t.TempDir(), []nixspec.File{{Path: filepath.Join(t.TempDir(), "x"), Dest: "a/flake.lock"}})
	if err == nil || !strings.Contains(err.Error(), "a/flake.lock") {
		t.Errorf("error %v, want one that names a/flake.lock", err)
	}
}

func TestReference(t *testing.T) {
	for _, tc := range []struct {
		name    string
		in      nixspec.Installable
		inPlace bool
		want    string
	}{
		{"text is passed on", nixspec.Installable{Text: "nixpkgs#hello"}, false, "nixpkgs#hello"},
		{"a flake at the top", nixspec.Installable{Flake: ".", Attribute: "x"}, false, "path:/t#x"},
		{"one below, with what stands above it", nixspec.Installable{Flake: "a/b", Attribute: "x"}, false, "path:/t?dir=a/b#x"},
		{"the default package", nixspec.Installable{Flake: "."}, false, "path:/t#"},
		{"a name that a query would misread", nixspec.Installable{Flake: "a b&c", Attribute: "x"}, false, "path:/t?dir=a%20b%26c#x"},
		{"in the source tree, as Nix finds the checkout", nixspec.Installable{Flake: "a/b", Attribute: "x"}, true, "/t/a/b#x"},
	} {
		if got := tc.in.Reference("/t", tc.inPlace); got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
}

func TestStorePath(t *testing.T) {
	tmp, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	store := filepath.Join(tmp, "nix", "store")
	write(t, filepath.Join(store, "abc-hello", "bin", "hello"), "", 0o755)
	outside := filepath.Join(tmp, "outside")
	write(t, outside, "", 0o644)
	link := filepath.Join(tmp, "hello")
	if err := os.Symlink(filepath.Join(store, "abc-hello", "bin", "hello"), link); err != nil {
		t.Fatal(err)
	}
	if got, err := nixspec.StorePath(store, link); err != nil || got != filepath.Join(store, "abc-hello") {
		t.Errorf("%q, %v; want the store path that the link leads into", got, err)
	}
	if _, err := nixspec.StorePath(store, outside); err == nil || !strings.Contains(err.Error(), "not in the Nix store") {
		t.Errorf("error %v, want one that says what is wrong with a file outside of the store", err)
	}
}

func write(t *testing.T, path, content string, mode fs.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
}

// files tells mode, time and content of every file below dir.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		found[name] = info.Mode().String() + " " + map[bool]string{true: "1", false: info.ModTime().String()}[info.ModTime().Unix() == 1] + " " + string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
