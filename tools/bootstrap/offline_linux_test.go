package bootstrap_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What cannot be had offline is said at once, with the remedy, before anything is fetched.
func TestOfflineErrors(t *testing.T) {
	tests := []struct {
		name, reason string
		make         func(t *testing.T, dir, cache string)
		env          []string
		want         string
		told         int // lines that tell the choice
	}{
		{
			name:   "no Go",
			reason: "rules_go and the SDK come from it",
			told:   1,
			want:   "Go is needed where the Bazel Central Registry cannot be reached: install it",
		},
		{
			name:   "no cache directory",
			reason: "the cache may lie on a read-only disk",
			make:   func(t *testing.T, _, cache string) { write(t, cache, "a file", 0o644) },
			want:   "set FLYWHEEL_CACHE_DIR to one that can be written",
		},
		{
			name:   "no home",
			reason: "there is no place to guess",
			env:    []string{"HOME=", "FLYWHEEL_CACHE_DIR="},
			want:   "set FLYWHEEL_CACHE_DIR",
		},
		{
			name:   "no version",
			reason: "another Bazel than the wanted one is worse than none",
			make:   func(t *testing.T, dir, _ string) { write(t, filepath.Join(dir, ".bazelversion"), "", 0o644) },
			want:   "no version in ",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir, cache := workspace(t), filepath.Join(t.TempDir(), "cache")
			if tt.make != nil {
				tt.make(t, dir, cache)
			}
			env := append([]string{"FLYWHEEL_ONLINE=0", "FLYWHEEL_CACHE_DIR=" + cache}, tt.env...)
			got := launch(t, start{dir: dir, env: env, args: []string{"build", "//..."}})
			if got.code != 36 || got.stdout != "" || !strings.Contains(got.stderr, tt.want) {
				t.Errorf("exit code %d, want 36 and %q because %s\n%s%s", got.code, tt.want, tt.reason, got.stdout, got.stderr)
			}
			if n := strings.Count(got.stderr, "cannot be reached: using"); n != tt.told {
				t.Errorf("the choice is told %d times, want %d:\n%s", n, tt.told, got.stderr)
			}
		})
	}
}

// The registry serves each module at every version that some workspace or module names.
func TestRegistry(t *testing.T) {
	work := t.TempDir()
	at := func(name string) string { return filepath.Join(work, name) }
	write(t, at("ws/MODULE.bazel"), `module(name = "ws")
bazel_dep(name = "a", version = "1.0")  # why
bazel_dep(
    name = "b",
    version = "2.0",
)
# bazel_dep(name = "commented", version = "1")
bazel_dep(name = "near", version = "0")
local_path_override(module_name = "near", path = "../near")
bazel_dep(name = "gone", version = "3.0")
`, 0o644)
	write(t, at("a/MODULE.bazel"), `module(
    name = "a",
    version = "0.1",
    compatibility_level = 1,
)
bazel_dep(name = "b", version = "2.1")
bazel_dep(name = "unneeded", version = "1")
`, 0o644)
	write(t, at("b/MODULE.bazel"), "module(name = \"b\")\n", 0o644)
	dir := workspace(t)
	s := start{dir: dir, args: []string{
		"-c", `printf 'a=%s\nb=%s\n' "$1" "$2" | "$3" "$4" "$5" --`, "bash",
		at("a"), at("b"), filepath.Join(dir, "tools/bootstrap/registry.sh"), at("out"), at("ws/MODULE.bazel"),
	}}
	got := run(t, s, "/bin/bash")
	want := result{stderr: at("ws/MODULE.bazel") + " asks for the Bazel module gone 3.0, which cannot be had offline\n"}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(result{})); diff != "" {
		t.Errorf("registry.sh (-want +got):\n%s", diff)
	}
	for module, versions := range map[string][]string{"a": {"1.0"}, "b": {"2.0", "2.1"}} {
		if diff := cmp.Diff(versions, names(t, at("out/modules/"+module))); diff != "" {
			t.Errorf("versions of %s (-want +got):\n%s", module, diff)
		}
	}
	text, err := os.ReadFile(at("out/modules/a/1.0/MODULE.bazel"))
	if err != nil {
		t.Fatal(err)
	}
	if s := string(text); !strings.Contains(s, `version = "1.0"`) || strings.Contains(s, `"0.1"`) || !strings.Contains(s, "compatibility_level = 1") {
		t.Errorf("served file:\n%s", s)
	}
	source, err := os.ReadFile(at("out/modules/b/2.1/source.json"))
	if want := `{"type": "local_path", "path": "` + at("b") + "\"}\n"; err != nil || string(source) != want {
		t.Errorf("source.json is %q, %v, want %q", source, err, want)
	}
}
