//go:build bazel && linux

package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
	"github.com/gloriousflywheel/flywheel/tools/testenv/nixtest"
)

// TestAtticCycle goes all the way with a real Nix: a token is minted, a private
// cache made, a closure pushed by Attic's API, and substituted by who has the
// token and trusts the key, and by nobody else.
func TestAtticCycle(t *testing.T) {
	dir := t.TempDir()
	config := filepath.Join(dir, "config.json")
	write(t, config, `{"auth":"token"}`)
	data := filepath.Join(dir, "data")
	c := startChild(t, data, "--config", config)
	admin := mint(t, data, "--pull", "*", "--push", "*", "--create-cache", "*")
	a := atticServer{t, c.url, admin}
	a.do("POST", atticwire.CacheConfigBase+"c", strings.NewReader(`{"keypair":"Generate","is_public":false,"store_dir":"/nix/store","priority":30,"upstream_cache_key_names":[]}`), nil)
	var cache atticwire.CacheConfig
	if err := json.Unmarshal(a.do("GET", atticwire.CacheConfigBase+"c", nil, nil), &cache); err != nil {
		t.Fatal(err)
	}

	from := nixtest.New(t)
	paths := from.Add(t, nixtest.Chain(5)...)
	for i, p := range paths {
		a.push("c", p, paths[max(0, i-3):i], []byte(from.Run(t, "", "store", "dump-path", p)))
	}

	netrc := filepath.Join(dir, "netrc")
	write(t, netrc, "machine 127.0.0.1 login anybody password "+mint(t, data, "--pull", "c")+"\n")
	top, to := paths[len(paths)-1], nixtest.New(t)
	substituter, key, login := "substituters = "+*cache.SubstituterEndpoint+"\n", "trusted-public-keys = "+*cache.PublicKey+"\n", "netrc-file = "+netrc+"\n"
	to.Run(t, substituter+key+login, "build", "--no-link", top)
	if to.Run(t, "", "store", "dump-path", top) != from.Run(t, "", "store", "dump-path", top) {
		t.Error("the substituted path is another")
	}
	to.Run(t, key, append([]string{"store", "verify", "--sigs-needed", "1"}, paths...)...)
	refused(t, nixtest.New(t), substituter+login+"trusted-public-keys =\n", "build", "--no-link", top)
	refused(t, nixtest.New(t), substituter+key, "build", "--no-link", top)

	// What Nix itself uploads lies in the same cache.
	write(t, netrc, "machine 127.0.0.1 login anybody password "+mint(t, data, "--pull", "c", "--push", "c")+"\n")
	other := from.Add(t, nixtest.Fixed(nixtest.File("other", "y")))[0]
	from.Run(t, login, "copy", "--to", c.url+"/c", other)
	to.Run(t, substituter+key+login, "build", "--no-link", other)
}

func mint(t *testing.T, data string, grants ...string) string {
	t.Helper()
	code, token, stderr := cli(t, "", append([]string{"cached", "token", "mint", "--data-dir", data, "--subject", "test", "--validity", "1h"}, grants...)...)
	if code != 0 {
		t.Fatalf("mint: %d %s", code, stderr)
	}
	return strings.TrimSpace(token)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// atticServer is a server of Attic's API with a token for it.
type atticServer struct {
	t          *testing.T
	url, token string
}

func (a atticServer) do(method, path string, body io.Reader, header map[string]string) []byte {
	a.t.Helper()
	req, err := http.NewRequest(method, a.url+path, body)
	if err != nil {
		a.t.Fatal(err)
	}
	req.Header.Set("Authorization", "bearer "+a.token)
	for name, value := range header {
		req.Header.Set(name, value)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		a.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != 200 {
		a.t.Fatalf("%s %s: %d %s, %v", method, path, resp.StatusCode, text, err)
	}
	return text
}

func (a atticServer) push(cache, path string, references []string, archive []byte) {
	a.t.Helper()
	names := []string{}
	for _, r := range references {
		names = append(names, filepath.Base(r))
	}
	info, err := json.Marshal(atticwire.UploadPathNarInfo{
		Cache: cache, StorePathHash: filepath.Base(path)[:32], StorePath: path, References: names, Sigs: []string{},
		NarHash: fmt.Sprintf("sha256:%x", sha256.Sum256(archive)), NarSize: uint64(len(archive)),
	})
	if err != nil {
		a.t.Fatal(err)
	}
	a.do("PUT", atticwire.UploadPath, struct{ io.Reader }{bytes.NewReader(archive)}, map[string]string{atticwire.HeaderNarInfo: string(info)})
}

// refused runs Nix, which must not succeed.
func refused(t *testing.T, s nixtest.Store, conf string, args ...string) {
	t.Helper()
	if out, err := s.Command(t, conf, args...).CombinedOutput(); err == nil {
		t.Errorf("nix %v succeeds:\n%s", args, out)
	}
}
