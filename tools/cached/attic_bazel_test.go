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
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nix-community/go-nix/pkg/nar"
	"github.com/nix-community/go-nix/pkg/nixbase32"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
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

	from := nixStore{t, t.TempDir()}
	paths := from.closure()
	for _, p := range paths {
		a.push("c", p, from.nix(0, "store", "dump-path", p.path))
	}

	netrc := filepath.Join(dir, "netrc")
	write(t, netrc, "machine 127.0.0.1 login anybody password "+mint(t, data, "--pull", "c")+"\n")
	top := paths[len(paths)-1].path
	settings := "substituters = " + *cache.SubstituterEndpoint + "\nnetrc-file = " + netrc + "\n"
	to := nixStore{t, t.TempDir()}
	to.configure(settings + "trusted-public-keys = " + *cache.PublicKey + "\n")
	to.nix(0, "build", "--no-link", top)
	if got, want := to.nix(0, "store", "dump-path", top), from.nix(0, "store", "dump-path", top); !bytes.Equal(got, want) {
		t.Error("the substituted path is another")
	}
	for _, p := range paths {
		to.nix(0, "path-info", p.path)
	}
	to.nix(0, "store", "verify", "--all", "--sigs-needed", "1")

	distrusting := nixStore{t, t.TempDir()}
	distrusting.configure(settings + "trusted-public-keys =\n")
	distrusting.nix(1, "build", "--no-link", top)
	stranger := nixStore{t, t.TempDir()}
	stranger.configure("substituters = " + *cache.SubstituterEndpoint + "\ntrusted-public-keys = " + *cache.PublicKey + "\n")
	stranger.nix(1, "build", "--no-link", top)

	// What Nix itself uploads lies in the same cache.
	write(t, netrc, "machine 127.0.0.1 login anybody password "+mint(t, data, "--pull", "c", "--push", "c")+"\n")
	from.configure("netrc-file = " + netrc + "\n")
	other := from.add("other", "y")
	from.nix(0, "copy", "--to", c.url+"/c", other.path)
	to.nix(0, "build", "--no-link", other.path)
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

func (a atticServer) push(cache string, p storePath, archive []byte) {
	a.t.Helper()
	sum := sha256.Sum256(archive)
	info, err := json.Marshal(atticwire.UploadPathNarInfo{
		Cache: cache, StorePathHash: p.hash(), StorePath: p.path, References: append([]string{}, p.references...), Sigs: []string{},
		NarHash: fmt.Sprintf("sha256:%x", sum), NarSize: uint64(len(archive)),
	})
	if err != nil {
		a.t.Fatal(err)
	}
	a.do("PUT", atticwire.UploadPath, struct{ io.Reader }{bytes.NewReader(archive)}, map[string]string{atticwire.HeaderNarInfo: string(info)})
}

// storePath is a path in a Nix store.
type storePath struct {
	path       string
	references []string // names
}

func (p storePath) hash() string { return filepath.Base(p.path)[:32] }

// nixStore is a Nix store in a directory of its own.
type nixStore struct {
	t    *testing.T
	root string
}

// configure writes the settings of this store's Nix.
func (n nixStore) configure(settings string) { write(n.t, n.root+".conf", settings) }

// nix runs Nix, which must end with a code, and returns what it prints.
func (n nixStore) nix(code int, args ...string) []byte {
	n.t.Helper()
	n.t.Cleanup(func() { exec.Command("chmod", "-R", "u+w", n.root).Run() })
	base := filepath.Join(n.t.TempDir(), "nix.conf")
	write(n.t, base, "experimental-features = nix-command\nsubstituters =\n")
	cmd := exec.Command(testenv.Path(n.t, "NIX"), append([]string{"--store", n.root}, args...)...)
	cmd.Env = append(os.Environ(), "HOME="+n.root+"/home", "NIX_USER_CONF_FILES="+n.root+".conf:"+base)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		n.t.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != code {
		n.t.Fatalf("nix %v: exit code %d, want %d\n%s", args, got, code, &errs)
	}
	return out.Bytes()
}

// closure adds three paths, of which the last refers to the others.
func (n nixStore) closure() []storePath {
	n.t.Helper()
	a := n.add("a", strings.Repeat("a", 1000))
	b := n.add("b", "needs "+a.path, a)
	return []storePath{a, b, n.add("c", "needs "+a.path+" and "+b.path, a, b)}
}

// add puts a file into the store as if it had been built: its name does not
// follow from its content, so that others take it only if it is signed.
func (n nixStore) add(name, content string, refs ...storePath) storePath {
	n.t.Helper()
	dir := n.t.TempDir()
	write(n.t, filepath.Join(dir, name), content)
	var archive bytes.Buffer
	if err := nar.DumpPath(&archive, filepath.Join(dir, name)); err != nil {
		n.t.Fatal(err)
	}
	digest, hash := sha256.Sum256(archive.Bytes()), sha256.Sum256([]byte(name+content))
	p := storePath{path: "/nix/store/" + nixbase32.EncodeToString(hash[:20]) + "-" + name}
	for _, ref := range refs {
		p.references = append(p.references, filepath.Base(ref.path))
	}
	sum := nixbase32.EncodeToString(digest[:])
	write(n.t, filepath.Join(dir, "nix-cache-info"), "StoreDir: /nix/store\n")
	write(n.t, filepath.Join(dir, "archive.nar"), archive.String())
	write(n.t, filepath.Join(dir, p.hash()+".narinfo"), fmt.Sprintf(
		"StorePath: %s\nURL: archive.nar\nCompression: none\nFileHash: sha256:%s\nFileSize: %d\nNarHash: sha256:%s\nNarSize: %d\nReferences: %s\n",
		p.path, sum, archive.Len(), sum, archive.Len(), strings.Join(p.references, " ")))
	n.nix(0, "copy", "--no-recursive", "--no-check-sigs", "--from", "file://"+dir, p.path)
	return p
}
