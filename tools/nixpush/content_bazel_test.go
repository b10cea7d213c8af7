//go:build bazel

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/testenv/nixtest"
)

// Paths whose names follow from their content need no signature: a client that trusts
// nobody takes them, since the CA of their .narinfo is what Nix makes of it.
func TestContentAddressed(t *testing.T) {
	w := newWorld(t)
	url, dir := startNginx(t, "0")
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("content"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		ca   string
		args []string
	}{
		{"CA: fixed:r:sha256:", []string{"store", "add", file}},
		{"CA: fixed:sha256:", []string{"store", "add", "--mode", "flat", "--name", "flat", file}},
		{"CA: fixed:r:sha512:", []string{"store", "add", "--hash-algo", "sha512", "--name", "long", file}},
		{"CA: text:sha256:", []string{"eval", "--raw", "--expr", `builtins.toFile "text" "content"`}},
	} {
		path := strings.TrimSpace(w.store.Run(t, "", tc.args...))
		s, _ := w.push(0, url, path, "--verify")
		if c := s.Caches[0]; c.Paths.Uploaded+c.Paths.Deduplicated != 1 || c.Paths.Verified != 1 {
			t.Errorf("%s: %+v", tc.ca, c)
		}
		info, err := os.ReadFile(filepath.Join(dir, filepath.Base(path)[:32]+".narinfo"))
		if err != nil || !strings.Contains(string(info), tc.ca) || strings.Contains(string(info), "Sig:") {
			t.Errorf("%s: %v\n%s", tc.ca, err, info)
		}
		client := nixtest.New(t)
		client.Run(t, "substituters = "+url+"\ntrusted-public-keys =", "build", "--no-link", path)
		w.same(client, path)
	}
	// A path of a build is refused by the same client.
	built := w.store.Add(t, nixtest.Chain(1)...)[0]
	w.push(0, url, built)
	client := nixtest.New(t)
	if out, err := client.Command(t, "substituters = "+url+"\ntrusted-public-keys =", "build", "--no-link", built).CombinedOutput(); err == nil {
		t.Errorf("unsigned, and taken: %s", out)
	}
}
