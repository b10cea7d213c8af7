//go:build bazel

package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTokens is the stack that asks for tokens: the client configuration that
// it gives is all that Bazel and Nix need, and nobody gets in without.
func TestTokens(t *testing.T) {
	s := newStack(t, "--var=auth=token", "--var=caches={"+
		"main={priority=40,retention_days=90},secret={priority=41,retention_days=30,public=false}}")
	var printed string
	step(t, "apply", func(t *testing.T) {
		stdout, stderr := s.run(t, 0, "apply", "--auto-approve")
		printed = stdout + stderr
		mustContain(t, "apply", stdout, "--credential_helper=127.0.0.1="+s.data, "netrc-file = "+s.data)
	})
	step(t, "the token is in nothing that is kept or printed", func(t *testing.T) {
		token := strings.TrimSpace(read(t, filepath.Join(s.data, "client-token")))
		outputs, _ := s.run(t, 0, "output", "--json")
		if len(token) < 32 || strings.Contains(printed+outputs, token) {
			t.Errorf("token %q is too short, or printed", token)
		}
		for _, file := range s.files(t) {
			if strings.Contains(read(t, file), token) {
				t.Errorf("the token is in %s", file)
			}
		}
	})
	step(t, "a second apply changes nothing", func(t *testing.T) {
		stdout, stderr := s.run(t, 0, "apply", "--auto-approve")
		mustContain(t, "second apply", stdout+stderr, "No changes")
	})
	step(t, "Bazel", s.bazelWithToken)
	step(t, "Nix, a private cache", func(t *testing.T) { s.nixWithToken(t, "secret", false) })
	step(t, "Nix, a public cache", func(t *testing.T) { s.nixWithToken(t, "main", true) })
	step(t, "destroy takes the token away", func(t *testing.T) {
		s.run(t, 0, "destroy", "--auto-approve")
		for _, name := range []string{"client-token", "client-netrc", "bin"} {
			if _, err := os.Lstat(filepath.Join(s.data, name)); !os.IsNotExist(err) {
				t.Errorf("%s is still there (%v)", name, err)
			}
		}
	})
}

// files are the regular files of the environment's directory.
func (s *stack) files(t *testing.T) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(s.environment(), func(path string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("files %v, %v", files, err)
	}
	return files
}

// bazelWithToken uploads over each protocol, reads over the other, and is
// refused without the credential helper.
func (s *stack) bazelWithToken(t *testing.T) {
	workspace := t.TempDir()
	rc := filepath.Join(s.environment(), "client_config", ".bazelrc")
	http := []string{"--bazelrc=" + rc, "build", "--remote_cache=http://" + s.httpAddress}
	grpc := []string{"--bazelrc=" + rc, "build"}
	writeWorkspace(t, workspace, "tokens")
	base := newOutputBase(t, workspace)
	for _, build := range []struct {
		name    string
		args    []string
		targets string
		hits    int
	}{
		{"upload over gRPC", grpc, "//:g0", 0},
		{"read over HTTP and upload the rest", http, "//...", 1},
		{"read all over gRPC", grpc, "//...", genrules},
		{"without the helper", []string{"build", "--remote_cache=grpc://" + s.grpcAddress}, "//...", 0},
		{"without the helper, over HTTP", []string{"build", "--remote_cache=http://" + s.httpAddress}, "//...", 0},
	} {
		base.run(t, "clean")
		counts := base.build(t, build.targets, build.args...)
		if counts["remote cache hit"] != build.hits {
			t.Errorf("%s: %v; want %d remote cache hits", build.name, counts, build.hits)
		}
	}
}

// nixWithToken copies a path to a cache and substitutes it with the client
// configuration that apply wrote; without its netrc file neither goes, but
// that everybody reads a public cache.
func (s *stack) nixWithToken(t *testing.T, cache string, public bool) {
	conf := filepath.Join(s.environment(), "client_config", ".config/nix/nix.conf")
	stranger := filepath.Join(t.TempDir(), "nix.conf")
	var lines []string
	for line := range strings.Lines(read(t, conf)) {
		if !strings.HasPrefix(line, "netrc-file") {
			lines = append(lines, line)
		}
	}
	if err := os.WriteFile(stranger, []byte(strings.Join(lines, "")), 0o600); err != nil {
		t.Fatal(err)
	}
	from := newNixStore(t)
	path := from.add(t, "with-token-"+cache, "content")
	url := "http://" + s.httpAddress + "/" + cache
	_, stderr := run(t, 1, from.command(t, stranger, "copy", "--to", url, path))
	mustContain(t, "Nix without the token", stderr, "401")
	run(t, 0, from.command(t, conf, "copy", "--to", url, path))

	code := 1
	if public {
		code = 0
	}
	run(t, code, newNixStore(t).command(t, stranger, "build", "--no-link", path))
	run(t, 0, newNixStore(t).command(t, conf, "build", "--no-link", path))
}
