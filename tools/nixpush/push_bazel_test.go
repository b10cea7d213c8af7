//go:build bazel

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gloriousflywheel/flywheel/tools/testenv/nixtest"
)

// Byte for byte what Nix itself writes.
func TestSameAsNixCopy(t *testing.T) {
	w := newWorld(t)
	paths := w.store.Add(t, nixtest.Chain(40)...)
	root := paths[len(paths)-1]
	plain := strings.TrimSpace(w.store.Run(t, "", "store", "add", os.Args[0])) // content-addressed and large
	key, _ := w.store.Key(t, "test-1")
	for _, tc := range []struct{ reason, parameters string }{
		{"unsigned", "compression=none"},
		{"signed", "compression=none&secret-key=" + key},
	} {
		t.Run(tc.reason, func(t *testing.T) {
			ours, theirs := filepath.Join(t.TempDir(), "ours"), filepath.Join(t.TempDir(), "theirs")
			s, _ := w.push(0, "file://"+ours+"?"+tc.parameters, root, plain)
			if c := s.Caches[0]; c.Paths.Uploaded != 41 || c.Paths.Closure != 41 || c.Bytes.Nar != c.Bytes.Closure || !s.OK {
				t.Errorf("summary: %+v", c)
			}
			w.store.Run(t, "", "copy", "--to", "file://"+theirs+"?"+tc.parameters, root, plain)
			if diff := cmp.Diff(contents(t, theirs), contents(t, ours)); diff != "" {
				t.Errorf("-nix copy +nixpush:\n%.2000s", diff)
			}
		})
	}
}

// A real Nix that wants signatures reads every compression.
func TestSubstitute(t *testing.T) {
	w := newWorld(t)
	paths := w.store.Add(t, append(nixtest.Chain(5), nixtest.Fixed(nixtest.File("large", strings.Repeat("many blocks of text ", 400_000))))...)
	key, public := w.store.Key(t, "test-1")
	for _, tc := range []struct {
		reason string
		args   []string
	}{
		{"zstd", nil},
		{"zstd at a high level", []string{"--compression-level", "19"}},
		{"xz", []string{"--compression", "xz"}},
		{"none", []string{"--compression", "none"}},
	} {
		t.Run(tc.reason, func(t *testing.T) {
			cache := "file://" + t.TempDir()
			s, _ := w.push(0, append([]string{cache, "--verify", "--signing-key-file", key, paths[4], paths[5]}, tc.args...)...)
			if got := s.Caches[0].Paths; got.Uploaded != 6 || got.Verified != 6 {
				t.Errorf("%+v", got)
			}
			w.substitute(cache, public, paths[4])
			w.substitute(cache, public, paths[5])
		})
	}
}

func TestAgainAndForce(t *testing.T) {
	w := newWorld(t)
	paths := w.store.Add(t, nixtest.Chain(10)...)
	dir := t.TempDir()
	cache := "file://" + dir
	s, _ := w.push(0, cache, paths[9], "--dry-run")
	if p := s.Caches[0]; p.Paths.Uploaded != 10 || p.Bytes.Sent != 0 || !s.DryRun || len(contents(t, dir)) != 0 {
		t.Errorf("dry run: %+v, %d files", p, len(contents(t, dir)))
	}
	w.push(0, cache, paths[4])
	s, _ = w.push(0, cache, paths[9])
	if p := s.Caches[0].Paths; p.Present != 5 || p.Uploaded != 5 {
		t.Errorf("the second half: %+v", p)
	}
	s, _ = w.push(0, cache, paths[9], paths[9]+"/not/all", "--force")
	if p := s.Caches[0].Paths; p.Present != 0 || p.Uploaded != 10 {
		t.Errorf("by force: %+v", p)
	}
	// What the record says is not believed when the cache was emptied.
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	s, _ = w.push(0, cache, paths[9])
	if p := s.Caches[0].Paths; p.Uploaded != 10 {
		t.Errorf("after the cache was emptied: %+v", p)
	}
	complete(t, dir)
	s, _ = w.push(0, "file://"+t.TempDir(), paths[9], "--no-closure")
	if p := s.Caches[0].Paths; p.Uploaded != 1 || p.Closure != 1 {
		t.Errorf("without closure: %+v", p)
	}
}

// A cache that lost paths is not taken for one that has them, whatever the record says: not
// even for a path that was never pushed there before.
func TestCacheThatLostPaths(t *testing.T) {
	w := newWorld(t)
	paths := w.store.Add(t, nixtest.Chain(10)...)
	for _, tc := range []struct {
		reason string
		lose   func(dir string) error
		want   int // uploaded
	}{
		{"everything", os.RemoveAll, 10},
		{"what the new path references", func(dir string) error {
			return os.Remove(filepath.Join(dir, filepath.Base(paths[4])[:32]+".narinfo"))
		}, 6},
	} {
		dir := filepath.Join(t.TempDir(), "cache")
		w.push(0, "file://"+dir, paths[4])
		if err := tc.lose(dir); err != nil {
			t.Fatal(err)
		}
		s, _ := w.push(0, "file://"+dir, paths[9])
		if p := s.Caches[0].Paths; p.Uploaded+p.Deduplicated != tc.want || complete(t, dir) != 10 {
			t.Errorf("%s: %+v", tc.reason, p)
		}
	}
}

// A damaged path is named, its dependents stay invisible, the others are pushed.
func TestDamagedPaths(t *testing.T) {
	w := newWorld(t)
	paths := w.store.Add(t, append(nixtest.Chain(10), nixtest.Fixed(nixtest.File("large", strings.Repeat("0123456789abcdef", 300_000))))...)
	damage := func(path, content string) {
		real := w.store.Real(path)
		if err := os.Chmod(real, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(real, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	large, err := os.ReadFile(w.store.Real(paths[10]))
	if err != nil {
		t.Fatal(err)
	}
	damage(paths[6], "content of 6\n"+strings.Repeat("content of X\n", 6))
	for _, tc := range []struct{ reason, content string }{
		{"another byte", "X" + string(large[1:])},
		{"shorter", string(large[:len(large)-8])},
		{"longer", string(large) + "12345678"},
	} {
		damage(paths[10], tc.content)
		for _, method := range []string{"zstd", "none"} {
			t.Run(tc.reason+" by "+method, func(t *testing.T) {
				dir := t.TempDir()
				s, stderr := w.push(1, "file://"+dir, paths[9], paths[10], "--compression", method)
				contain(t, "stderr", stderr, paths[6]+": ", paths[10]+": ", "is damaged", "nix store repair")
				if p := s.Caches[0].Paths; p.Failed != 2 || p.Withheld != 3 || p.Uploaded != 6 || s.OK {
					t.Errorf("%+v", p)
				}
				if n := complete(t, dir); n != 6 {
					t.Errorf("%d paths are visible, want 6", n)
				}
			})
		}
	}
	// One that lost its files.
	if err := os.Remove(w.store.Real(paths[10])); err != nil {
		t.Fatal(err)
	}
	_, stderr := w.push(1, "file://"+t.TempDir(), paths[10])
	contain(t, "stderr", stderr, paths[10], "a file vanished")
}

func TestInvalidPaths(t *testing.T) {
	w := newWorld(t)
	paths := w.store.Add(t, nixtest.Chain(3)...)
	gone := "/nix/store/00000000000000000000000000000000-gone"
	dir := t.TempDir()
	s, stderr := w.push(1, "file://"+dir, paths[2], gone)
	contain(t, "stderr", stderr, gone+": no valid store path")
	if p := s.Caches[0].Paths; p.Uploaded != 3 {
		t.Errorf("the others: %+v", p)
	}
}

func TestUpstreamFilter(t *testing.T) {
	w := newWorld(t)
	paths := w.store.Add(t, nixtest.Chain(6)...)
	key, public := w.store.Key(t, "upstream-1")
	w.store.Run(t, "", append([]string{"store", "sign", "--key-file", key}, paths[:4]...)...)
	name, _, _ := strings.Cut(public, ":")
	_, other := w.store.Key(t, "upstream-1")
	for _, tc := range []struct {
		reason  string
		args    []string
		skipped int
	}{
		{"a directory takes all", nil, 0},
		{"by key", []string{"--upstream-key", public}, 4},
		{"by name", []string{"--upstream-key", name}, 4},
		{"a key of the same name did not sign", []string{"--upstream-key", other}, 0},
		{"switched off", []string{"--upstream-key", public, "--no-upstream-filter"}, 0},
	} {
		s, _ := w.push(0, append([]string{"file://" + t.TempDir(), paths[5]}, tc.args...)...)
		if p := s.Caches[0].Paths; p.SkippedUpstream != tc.skipped || p.Uploaded != 6-tc.skipped {
			t.Errorf("%s: %+v", tc.reason, p)
		}
	}
}

// Several caches in one run, by nixpush's configuration, and reports for CI.
func TestSeveralCachesAndReports(t *testing.T) {
	w := newWorld(t)
	paths := w.store.Add(t, nixtest.Chain(4)...)
	key, public := w.store.Key(t, "two-1")
	one, two := t.TempDir(), t.TempDir()
	config := filepath.Join(w.home, ".config/nixpush/config.toml")
	if err := os.MkdirAll(filepath.Dir(config), 0o755); err != nil {
		t.Fatal(err)
	}
	text := "[caches.one]\nurl = \"file://" + one + "\"\n[caches.two]\nurl = \"file://" + two + "?compression=none\"\nsigning-key-files = [\"" + key + "\"]\n"
	if err := os.WriteFile(config, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	page, report := filepath.Join(t.TempDir(), "page.md"), filepath.Join(t.TempDir(), "report.json")
	t.Setenv("GITHUB_STEP_SUMMARY", page)
	s, stderr := w.push(0, "one,two", paths[3], "--report", report)
	if len(s.Caches) != 2 || s.Caches[1].PublicKeys[0] != public || complete(t, one) != 4 || complete(t, two) != 4 {
		t.Errorf("summary: %+v", s)
	}
	contain(t, "stderr", stderr, "one: uploaded 4 paths of 4 paths", "two: uploaded 4 paths of 4 paths")
	for file, part := range map[string]string{page: "| two | 4 | 4 |", report: `"cache": "two"`} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		contain(t, file, string(data), part)
	}
	w.substitute("file://"+two, public, paths[3])
}

func TestBuilds(t *testing.T) {
	w := newWorld(t)
	fails := filepath.Join(t.TempDir(), "fails.nix")
	if err := os.WriteFile(fails, []byte(`derivation { name = "fails"; system = builtins.currentSystem; builder = "/bin/sh"; args = ["-c" "echo the-reason; exit 7"]; }`), 0o644); err != nil {
		t.Fatal(err)
	}
	cache := "file://" + t.TempDir()
	for _, tc := range []struct {
		reason string
		args   []string
		want   []string
	}{
		{"no such flake", []string{cache, "/nonexistent#x"}, []string{"nonexistent", "nix ended with exit code 1"}},
		{"a build that fails, or cannot be sandboxed here", []string{cache, "--build-only", fails}, []string{"nix ended with exit code"}},
	} {
		code, _, stderr := cli(t, "", w.args(tc.args...)...)
		if code == 0 || code == 2 {
			t.Errorf("%s: code %d, want Nix's", tc.reason, code)
		}
		contain(t, tc.reason, stderr, tc.want...)
	}
	code, stdout, _ := cli(t, "", w.args(cache, "--build-only", w.store.Add(t, nixtest.Chain(1)...)[0])...)
	if code != 0 || !strings.HasPrefix(stdout, "/nix/store/") {
		t.Errorf("--build-only: code %d, %q", code, stdout)
	}
}
