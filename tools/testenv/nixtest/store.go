// Package nixtest gives tests a real Nix with a store of its own, and closures in it.
package nixtest

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/nix-community/go-nix/pkg/nar"
	"github.com/nix-community/go-nix/pkg/nixbase32"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// Store is a Nix store in a directory of its own, whose paths are called /nix/store/….
type Store struct {
	// Root is the directory, for nix's --store.
	Root string
	nix  string
}

// New makes an empty store for the program that environment variable NIX tells.
func New(t testing.TB) Store {
	t.Helper()
	s := Store{t.TempDir(), testenv.Path(t, "NIX")}
	testenv.Removable(t, s.Root)
	return s
}

// Program is the program nix.
func (s Store) Program() string { return s.nix }

// Command makes a call of Nix on the store, with the settings of conf, lines of a
// nix.conf, and no others.
func (s Store) Command(t testing.TB, conf string, args ...string) *exec.Cmd {
	t.Helper()
	file := filepath.Join(t.TempDir(), "nix.conf")
	text := "experimental-features = nix-command\nsubstituters =\n" + conf + "\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(s.nix, append([]string{"--store", s.Root}, args...)...)
	cmd.Env = append(os.Environ(), "HOME="+filepath.Join(s.Root, "home"), "NIX_USER_CONF_FILES="+file)
	return cmd
}

// Run runs Nix and returns what it writes; failure ends the test.
func (s Store) Run(t testing.TB, conf string, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := s.Command(t, conf, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("nix %s: %v\n%s", strings.Join(args, " "), err, &stderr)
	}
	return stdout.String()
}

// Real is where the files of a store path are.
func (s Store) Real(path string) string { return filepath.Join(s.Root, path) }

// Path is a path to add to a store.
type Path struct {
	// Name is the part of the store path's name behind the hash.
	Name string
	// Make makes its files at a place that is free.
	Make func(place string) error
	// References are store paths.
	References []string
}

// File is a path that is a file with content.
func File(name, content string, references ...string) Path {
	return Path{Name: name, References: references, Make: func(place string) error {
		return os.WriteFile(place, []byte(content), 0o644)
	}}
}

// Add puts paths into the store, which must come after those that they reference; it
// returns their names. They are called as outputs of builds are, by hashes that their
// content does not tell, so that only a signature makes others trust them. They come
// from an unsigned cache in a directory: building needs a sandbox.
func (s Store) Add(t testing.TB, paths ...func(before []string) Path) []string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "nix-cache-info"), "StoreDir: /nix/store\n")
	var names []string
	for i, make := range paths {
		p := make(names)
		place := filepath.Join(dir, "files", fmt.Sprint(i))
		if err := os.MkdirAll(filepath.Dir(place), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := p.Make(place); err != nil {
			t.Fatal(err)
		}
		names = append(names, describe(t, dir, place, fmt.Sprint(i), p))
	}
	s.Run(t, "", append([]string{"copy", "--no-check-sigs", "--from", "file://" + dir}, names...)...)
	return names
}

// describe writes the archive and the .narinfo of a path.
func describe(t testing.TB, dir, place, id string, p Path) string {
	t.Helper()
	var archive bytes.Buffer
	if err := nar.DumpPath(&archive, place); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(archive.Bytes())
	digest := nixbase32.EncodeToString(sum[:])
	own := sha256.Sum256([]byte(p.Name + id + t.Name()))
	path := "/nix/store/" + nixbase32.EncodeToString(own[:20]) + "-" + p.Name
	var references []string
	for _, r := range p.References {
		references = append(references, filepath.Base(r))
	}
	slices.Sort(references)
	write(t, filepath.Join(dir, id+".nar"), archive.String())
	write(t, filepath.Join(dir, filepath.Base(path)[:32]+".narinfo"), fmt.Sprintf(
		"StorePath: %s\nURL: %s.nar\nCompression: none\nFileHash: sha256:%s\nFileSize: %d\nNarHash: sha256:%s\nNarSize: %d\nReferences: %s\n",
		path, id, digest, archive.Len(), digest, archive.Len(), strings.Join(references, " ")))
	return path
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Fixed is a path that is the same wherever it stands.
func Fixed(p Path) func([]string) Path { return func([]string) Path { return p } }

// Chain makes n small paths, of which each references the three before it; the last is
// the root of all.
func Chain(n int) []func([]string) Path {
	var out []func([]string) Path
	for i := range n {
		out = append(out, func(before []string) Path {
			content := strings.Repeat(fmt.Sprintf("content of %d\n", i), 1+i%50)
			return File(fmt.Sprintf("link-%d", i), content, before[max(0, i-3):i]...)
		})
	}
	return out
}

// Key makes a key pair with Nix: the file of the secret one, and the public one.
func (s Store) Key(t testing.TB, name string) (file, public string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), name+".secret")
	secret := s.Run(t, "", "key", "generate-secret", "--key-name", name)
	if err := os.WriteFile(file, []byte(secret), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := s.Command(t, "", "key", "convert-secret-to-public")
	cmd.Stdin = strings.NewReader(secret)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return file, strings.TrimSpace(string(out))
}
