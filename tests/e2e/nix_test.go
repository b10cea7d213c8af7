//go:build bazel

package e2e_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/nix-community/go-nix/pkg/nar"
	"github.com/nix-community/go-nix/pkg/nixbase32"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// A nixStore is a Nix store in a directory of its own.
type nixStore struct{ root string }

func newNixStore(t *testing.T) nixStore {
	t.Helper()
	root := t.TempDir()
	testenv.Removable(t, root)
	return nixStore{root: root}
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

// nixRoundTrip makes a path of its own, copies it to a named cache and
// substitutes it into a fresh store by the client configuration that apply
// wrote, which demands the cache's signature.
func (s *stack) nixRoundTrip(t *testing.T, cache string) {
	from := newNixStore(t)
	content := "hello from " + cache + " " + t.Name()
	path := from.add(t, "hello-"+cache, content)
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

// add puts a file into the store under a path that its content does not tell,
// as a build's output is: only a signature makes others trust it. It comes from
// an unsigned cache in a directory, because building needs a sandbox, and that
// user namespaces.
func (n nixStore) add(t *testing.T, name, content string) string {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	var archive bytes.Buffer
	if err := nar.DumpPath(&archive, file); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(archive.Bytes())
	digest := nixbase32.EncodeToString(sum[:])
	hash := sha256.Sum256([]byte(name + t.Name()))
	path := "/nix/store/" + nixbase32.EncodeToString(hash[:20]) + "-" + name
	for file, text := range map[string]string{
		"nix-cache-info": "StoreDir: /nix/store\n",
		"archive.nar":    archive.String(),
		path[len("/nix/store/"):][:32] + ".narinfo": fmt.Sprintf(
			"StorePath: %s\nURL: archive.nar\nCompression: none\nFileHash: sha256:%s\nFileSize: %d\nNarHash: sha256:%s\nNarSize: %d\nReferences: \n",
			path, digest, archive.Len(), digest, archive.Len()),
	} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	run(t, 0, n.command(t, "", "copy", "--no-check-sigs", "--from", "file://"+dir, path))
	return path
}
