//go:build bazel

package e2e_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// A nixStore is a Nix store in a directory of its own.
type nixStore struct{ root string }

func newNixStore(t *testing.T) nixStore {
	t.Helper()
	root := t.TempDir()
	t.Cleanup(func() { makeWritable(t, root) })
	return nixStore{root: root}
}

// makeWritable lets the test's directory be removed: store paths are read-only.
func makeWritable(t *testing.T, root string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			err = os.Chmod(path, 0o700)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// command makes a call of Nix that knows only the substituters of conf, a
// nix.conf; empty: none.
func (n nixStore) command(t *testing.T, conf string, args ...string) *exec.Cmd {
	t.Helper()
	base := filepath.Join(t.TempDir(), "nix.conf")
	if err := os.WriteFile(base, []byte("experimental-features = nix-command\nsubstituters =\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(testenv.Path(t, "NIX"), append([]string{"--store", n.root}, args...)...)
	cmd.Env = append(os.Environ(),
		"HOME="+n.root+"/home",
		"NIX_USER_CONF_FILES="+conf+":"+base, // the last is read first
	)
	return cmd
}

// nixRoundTrip builds a path of its own, copies it to a named cache and
// substitutes it into a fresh store by the client configuration that apply
// wrote, which demands the cache's signature.
func (s *stack) nixRoundTrip(t *testing.T, cache string) {
	from := newNixStore(t)
	content := "hello from " + cache + " " + t.Name()
	path := from.build(t, "hello-"+cache, content)
	url := "http://" + s.httpAddress + "/" + cache
	run(t, 0, from.command(t, "", "copy", "--to", url, path))

	conf := filepath.Join(s.environment(), "client_config", ".config/nix/nix.conf")
	to := newNixStore(t)
	run(t, 0, to.command(t, conf, "build", "--no-link", path))
	if got := read(t, filepath.Join(to.root, path)); got != content {
		t.Errorf("substituted %q, want %q", got, content)
	}

	// The same path from the same cache, when its key is not trusted.
	distrusting := newNixStore(t)
	untrusted := filepath.Join(t.TempDir(), "nix.conf")
	text := "extra-substituters = " + url + "\ntrusted-public-keys =\n"
	if err := os.WriteFile(untrusted, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	_, stderr := run(t, 1, distrusting.command(t, untrusted, "build", "--no-link", path))
	mustContain(t, "Nix without the key", stderr, "not signed by any of the keys")
}

// build makes a path that is trusted by its signature alone: it is the output
// of a derivation, not addressed by its content.
func (n nixStore) build(t *testing.T, name, content string) string {
	t.Helper()
	expr := `derivation { name = "` + name + `"; system = builtins.currentSystem; builder = "/bin/sh"; args = [ "-c" "echo -n $content > $out" ]; content = "` + content + `"; }`
	stdout, _ := run(t, 0, n.command(t, "", "build", "--impure", "--no-link", "--print-out-paths", "--expr", expr))
	return strings.TrimSpace(stdout)
}
