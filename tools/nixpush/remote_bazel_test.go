//go:build bazel

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
	"github.com/gloriousflywheel/flywheel/tools/testenv/nixtest"
)

func TestNginx(t *testing.T) {
	w := newWorld(t)
	url, dir := startNginx(t, "0")
	paths := w.store.Add(t, append(nixtest.Chain(150), nixtest.Fixed(nixtest.File("large", strings.Repeat("many blocks of text ", 400_000))))...)
	key, public := w.store.Key(t, "test-1")
	s, _ := w.push(0, url, "--verify", "--signing-key-file", key, paths[149], paths[150])
	if c := s.Caches[0]; c.Paths.Uploaded != 151 || c.Paths.Verified != 151 || complete(t, dir) != 151 {
		t.Errorf("%+v", c)
	}
	w.substitute(url, public, paths[149])
	w.substitute(url, public, paths[150])
	s, _ = w.push(0, url, paths[149], "--presence-ttl", "0")
	if c := s.Caches[0]; c.Paths.Present != 150 || c.Requests != 151 {
		t.Errorf("again: %+v", c)
	}
	s, _ = w.push(0, url, paths[149])
	if c := s.Caches[0]; c.Paths.Present != 150 || c.Requests != 2 {
		t.Errorf("again, with the record: %+v", c)
	}
}

func TestS3(t *testing.T) {
	w := newWorld(t)
	server := testenv.StartS3(t)
	server.SetCredentials(t)
	paths := w.store.Add(t, append(nixtest.Chain(30), nixtest.Fixed(nixtest.File("large", strings.Repeat("0123456789", 2_000_000))))...)
	key, public := w.store.Key(t, "test-1")
	s, _ := w.push(0, server.URL(""), "--verify", "--signing-key-file", key, "--compression", "none", paths[29], paths[30])
	if c := s.Caches[0]; c.Kind != "s3" || c.Paths.Uploaded != 31 || c.Paths.Verified != 31 {
		t.Errorf("%+v", c)
	}
	if n := complete(t, filepath.Join(server.Dir, server.Bucket)); n != 31 {
		t.Errorf("%d paths are in the bucket, want 31", n)
	}
	// Debian's Nix cannot sign requests to S3; the server's objects are plain files.
	w.substitute("file://"+filepath.Join(server.Dir, server.Bucket), public, paths[29])
	s, _ = w.push(0, server.URL(""), paths[29], "--presence-ttl", "0")
	if p := s.Caches[0].Paths; p.Present != 30 {
		t.Errorf("again: %+v", p)
	}
	t.Setenv("AWS_SECRET_ACCESS_KEY", "wrong")
	code, _, stderr := cli(t, "", w.args(server.URL(""), paths[29], "--attempts", "1")...)
	if code != 3 {
		t.Errorf("wrong credentials: code %d", code)
	}
	contain(t, "stderr", stderr, "the credentials are wrong")
}

func TestAttic(t *testing.T) {
	w := newWorld(t)
	server := startCached(t, "token")
	mint := func(args ...string) string {
		return server.cached(append([]string{"token", "mint", "--subject", "n1", "--validity", "1h"}, args...)...)
	}
	paths := w.store.Add(t, append(nixtest.Chain(150), nixtest.Fixed(nixtest.File("large", strings.Repeat("many blocks of text ", 400_000))))...)
	good := mint("--pull", "*", "--push", "main")
	if code, _, stderr := cli(t, good, "login", "--server", "here", server.url); code != 0 {
		t.Fatalf("login: %s", stderr)
	}
	s, stderr := w.push(0, "main", "--verify", paths[149], paths[150])
	if c := s.Caches[0]; c.Kind != "attic" || c.Paths.Uploaded+c.Paths.Deduplicated != 151 || c.Paths.Verified != 151 || c.PublicKeys[0] != server.key("main") {
		t.Errorf("%+v", c)
	}
	s, _ = w.push(0, "here:main", paths[149])
	if c := s.Caches[0]; c.Paths.Present != 150 || c.Requests != 2 {
		t.Errorf("again: %+v", c)
	}
	// A client that has the token in its netrc substitutes with signatures.
	host, _, _ := strings.Cut(strings.TrimPrefix(server.url, "http://"), ":")
	netrc := filepath.Join(t.TempDir(), "netrc")
	if err := os.WriteFile(netrc, []byte("machine "+host+" password "+good+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	client := nixtest.New(t)
	client.Run(t, "netrc-file = "+netrc+"\nsubstituters = "+server.url+"/main\ntrusted-public-keys = "+server.key("main"), "build", "--no-link", paths[149])
	w.same(client, paths[149])

	for _, tc := range []struct {
		reason, token string
		want          []string
	}{
		{"only pull", mint("--pull", "main"), []string{`lacks the permission push (w) for cache "main"`, "it has pull"}},
		{"another cache", mint("--push", "ci"), []string{`no permission at all for cache "main"`}},
		{"of another server", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjaSJ9.c2ln", []string{"the token was not signed by this server's key"}},
		{"expired", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjaSIsImV4cCI6MX0.x", []string{"the token expired at 1970-01-01T00:00:01Z"}},
	} {
		t.Setenv("NIXPUSH_TOKEN", tc.token)
		code, _, stderr := cli(t, "", w.args("main", paths[149])...)
		if code != 3 || strings.Contains(stderr, tc.token) {
			t.Errorf("%s: code %d, %s", tc.reason, code, stderr)
		}
		contain(t, tc.reason, stderr, tc.want...)
	}
	t.Setenv("NIXPUSH_TOKEN", mint("--pull", "*", "--push", "*"))
	code, _, stderr := cli(t, "", w.args("nocache", paths[149])...)
	if code != 3 {
		t.Errorf("a cache that is not there: code %d", code)
	}
	contain(t, "stderr", stderr, `no cache "nocache"`)
	if strings.Contains(stderr, good) {
		t.Error("stderr shows the token")
	}
}

// Paths that need the preamble, damaged ones, and what they hold back.
func TestAtticDamaged(t *testing.T) {
	w := newWorld(t)
	server := startCached(t, "none")
	wide := append(nixtest.Chain(120), func(before []string) nixtest.Path { return nixtest.File("wide", "all", before...) })
	wide = append(wide, func(before []string) nixtest.Path { return nixtest.File("top", "top", before[120]) })
	paths := w.store.Add(t, wide...)
	real := w.store.Real(paths[117])
	if err := os.Chmod(real, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(real, []byte("damaged"), 0o644); err != nil {
		t.Fatal(err)
	}
	target := "attic+" + server.url + "/main"
	s, stderr := w.push(1, target, paths[121])
	contain(t, "stderr", stderr, paths[117]+": ", "is damaged")
	if p := s.Caches[0].Paths; p.Failed != 1 || p.Withheld != 4 || p.Uploaded != 117 {
		t.Errorf("%+v", p)
	}
	if err := os.WriteFile(real, []byte(strings.Repeat("content of 117\n", 1+117%50)), 0o644); err != nil {
		t.Fatal(err)
	}
	s, _ = w.push(0, target, paths[121], "--verify")
	if p := s.Caches[0].Paths; p.Uploaded+p.Deduplicated != 5 || p.Present != 117 || p.Verified != 5 {
		t.Errorf("repaired: %+v", p)
	}
}

// Two pushes of the same closure at once, to each kind of server.
func TestTwoAtOnce(t *testing.T) {
	w := newWorld(t)
	url, dir := startNginx(t, "0")
	server := startCached(t, "none")
	paths := w.store.Add(t, nixtest.Chain(100)...)
	for _, cache := range []string{url, server.url + "/main", "attic+" + server.url + "/ci"} {
		codes := make(chan string, 2)
		for range 2 {
			go func() {
				code, _, stderr := cli(t, "", w.args(cache, paths[99], "--presence-ttl", "0")...)
				if code != 0 {
					codes <- stderr
					return
				}
				codes <- ""
			}()
		}
		for range 2 {
			if stderr := <-codes; stderr != "" {
				t.Errorf("%s: %s", cache, stderr)
			}
		}
		s, _ := w.push(0, cache, paths[99], "--presence-ttl", "0")
		if p := s.Caches[0].Paths; p.Present != 100 {
			t.Errorf("%s: afterwards %+v", cache, p)
		}
	}
	complete(t, dir)
}

func TestTokensOfHTTPCaches(t *testing.T) {
	w := newWorld(t)
	server := startCached(t, "token")
	token := server.cached("token", "create", "--id", "ci", "--permission", "read,write")
	paths := w.store.Add(t, nixtest.Chain(3)...)
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte(token+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	host, _, _ := strings.Cut(strings.TrimPrefix(server.url, "http://"), ":")
	netrc := filepath.Join(t.TempDir(), "netrc")
	if err := os.WriteFile(netrc, []byte("machine other password x\nmachine "+host+"\n login x\n password "+token+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		reason string
		args   []string
		code   int
	}{
		{"no token", nil, 3},
		{"from a file", []string{"--token-file", file}, 0},
		{"from a command", []string{"--token-command", "cat " + file}, 0},
		{"from a netrc file", []string{"--netrc-file", netrc}, 0},
		{"a file that is not there", []string{"--token-file", file + "x"}, 3},
		{"a command that fails", []string{"--token-command", "false"}, 3},
	} {
		begun := time.Now()
		code, _, stderr := cli(t, "", w.args(append(tc.args, server.url+"/main", paths[2], "--force")...)...)
		if code != tc.code || strings.Contains(stderr, token) {
			t.Errorf("%s: code %d, %s", tc.reason, code, stderr)
		}
		if time.Since(begun) > time.Minute {
			t.Errorf("%s took %s", tc.reason, time.Since(begun))
		}
	}
}
