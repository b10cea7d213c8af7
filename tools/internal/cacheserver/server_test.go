package cacheserver_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/cacheauth"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheserver"
)

// running is a server in this process.
type running struct {
	t          *testing.T
	dir        string
	http, grpc string
	stop       context.CancelFunc
	done       chan error
}

func config(dir string) cacheconfig.Config {
	c := cacheconfig.Default()
	c.DataDir, c.HTTPAddress, c.GRPCAddress = dir, "127.0.0.1:0", "127.0.0.1:0"
	return c
}

func start(t *testing.T, c cacheconfig.Config) *running {
	t.Helper()
	return startWith(t, c, 5*time.Second)
}

func startWith(t *testing.T, c cacheconfig.Config, drain time.Duration) *running {
	t.Helper()
	r := &running{t: t, dir: c.DataDir, done: make(chan error, 1)}
	var ctx context.Context
	ctx, r.stop = context.WithCancel(context.Background())
	ready := make(chan struct{})
	go func() {
		r.done <- cacheserver.Run(ctx, cacheserver.Options{
			Config: c, ConfigSHA256: "sha", Version: "1.2.3", Drain: drain, Log: slog.New(slog.DiscardHandler),
			Ready: func(h, g string) {
				r.http, r.grpc = "http://"+h, g
				close(ready)
			},
		})
	}()
	select {
	case <-ready:
	case err := <-r.done:
		t.Fatalf("starting: %v", err)
	}
	t.Cleanup(r.stop)
	return r
}

func (r *running) wait() {
	r.t.Helper()
	r.stop()
	if err := <-r.done; err != nil {
		r.t.Errorf("stopping: %v", err)
	}
}

// do sends a request; auth is the Authorization header.
func (r *running) do(method, path, auth string, body []byte) (int, string) {
	r.t.Helper()
	req, err := http.NewRequest(method, r.http+path, bytes.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	if auth != "" {
		req.Header.Set("Authorization", auth)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func TestStatusAndRestart(t *testing.T) {
	dir := t.TempDir()
	r := start(t, config(dir))
	data := []byte("content")
	if code, text := r.do("PUT", "/cas/"+hash(data), "", data); code != 200 {
		t.Fatalf("PUT: %d %s", code, text)
	}
	before := status(t, r)
	if before.Version != "1.2.3" || before.DataDir != dir || before.PID != os.Getpid() || before.ConfigSHA256 != "sha" ||
		before.Bazel != (cacheserver.BazelStatus{Blobs: 1, Bytes: 7, DiskBytes: 4096}) || len(before.Caches) != 4 || "http://"+before.HTTPAddress != r.http {
		t.Errorf("status %+v", before)
	}
	if k := before.Caches[0].PublicKey; !strings.HasPrefix(k, "main.flywheel.local-1:") {
		t.Errorf("public key %q", k)
	}
	info, err := os.Stat(filepath.Join(dir, "keys", "main.secret"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("secret key: %v, %v; want mode 0600", info, err)
	}
	if _, text := r.do("GET", "/metrics", "", nil); !strings.Contains(text, `cached_store_bytes{cache="bazel",kind="cas"} 7`) {
		t.Errorf("metrics lack the store's size:\n%s", text)
	}
	r.wait()
	if _, err := os.Stat(filepath.Join(dir, "cached.pid")); !os.IsNotExist(err) {
		t.Errorf("cached.pid after the end: %v", err)
	}
	r = start(t, config(dir))
	after := status(t, r)
	if after.Instance != before.Instance || after.Caches[0].PublicKey != before.Caches[0].PublicKey {
		t.Error("instance or key changed with a restart")
	}
	if code, text := r.do("GET", "/cas/"+hash(data), "", nil); code != 200 || text != "content" {
		t.Errorf("GET after a restart: %d %s", code, text)
	}
	r.wait()
}

func status(t *testing.T, r *running) (st cacheserver.Status) {
	t.Helper()
	_, text := r.do("GET", "/status", "", nil)
	if err := json.Unmarshal([]byte(text), &st); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return st
}

func TestCannotStart(t *testing.T) {
	used := start(t, config(t.TempDir()))
	taken := strings.TrimPrefix(used.http, "http://")
	for _, tc := range []struct {
		name    string
		prepare func(t *testing.T, c *cacheconfig.Config)
		want    []string
	}{
		{"HTTP port in use", func(_ *testing.T, c *cacheconfig.Config) { c.HTTPAddress = taken },
			[]string{"http_address", taken, "in use", "--http-address"}},
		{"gRPC port in use", func(_ *testing.T, c *cacheconfig.Config) { c.GRPCAddress = taken },
			[]string{"grpc_address", taken, "in use", "--grpc-address"}},
		{"data directory in use", func(_ *testing.T, c *cacheconfig.Config) { c.DataDir = used.dir },
			[]string{"in use by the cached server with pid " + fmt.Sprint(os.Getpid()), "--data-dir"}},
		{"other version", func(t *testing.T, c *cacheconfig.Config) {
			if err := os.WriteFile(filepath.Join(c.DataDir, "version"), []byte("2\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}, []string{`layout version "2"`, `reads version "1"`}},
		{"a directory of something else", func(t *testing.T, c *cacheconfig.Config) {
			if err := os.WriteFile(filepath.Join(c.DataDir, "thesis.tex"), nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}, []string{"not a data directory", "thesis.tex"}},
		{"not a directory", func(t *testing.T, c *cacheconfig.Config) {
			c.DataDir = filepath.Join(c.DataDir, "file")
			if err := os.WriteFile(c.DataDir, nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}, []string{"making data directory"}},
		{"damaged key", func(t *testing.T, c *cacheconfig.Config) {
			os.MkdirAll(filepath.Join(c.DataDir, "keys"), 0o700)
			if err := os.WriteFile(filepath.Join(c.DataDir, "keys", "ci.secret"), []byte("garbage"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, []string{"reading signing key", "ci.secret", "backup"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := config(t.TempDir())
			tc.prepare(t, &c)
			err := cacheserver.Run(context.Background(), cacheserver.Options{Config: c, Log: slog.New(slog.DiscardHandler)})
			for _, want := range tc.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("error %v lacks %q", err, want)
				}
			}
		})
	}
	used.wait()
}

func TestTokens(t *testing.T) {
	dir := t.TempDir()
	now := time.Now()
	token := func(id string, expires time.Time, permissions []cacheauth.Permission, caches ...string) string {
		secret, err := cacheauth.Create(dir, cacheauth.Token{ID: id, Permissions: permissions, Caches: caches, Expires: expires})
		if err != nil {
			t.Fatal(err)
		}
		return "Bearer " + secret
	}
	c := config(dir)
	c.Auth = cacheconfig.AuthToken
	c.Caches[1].Public = false // ci
	r := start(t, c)
	both := []cacheauth.Permission{cacheauth.Read, cacheauth.Write}
	all := token("all", time.Time{}, both, "*")
	reader := token("reader", now.Add(time.Hour), both[:1], "bazel", "c*")
	old := token("old", now.Add(-time.Minute), both, "*")
	cas := "/cas/" + hash([]byte("x"))
	for _, tc := range []struct {
		name, method, path, auth string
		code                     int
		text                     string
	}{
		{"write without token", "PUT", cas, "", 401, "a token is required"},
		{"write with an unknown token", "PUT", cas, "Bearer nonsense", 401, "unknown or revoked"},
		{"malformed header", "PUT", cas, "Digest x", 401, "malformed"},
		{"expired token", "PUT", cas, old, 401, `token "old" expired at`},
		{"token may only read", "PUT", cas, reader, 403, `token "reader" has no write permission on cache "bazel"`},
		{"write", "PUT", cas, all, 200, ""},
		{"Bazel reads need a token, too", "GET", cas, "", 401, "a token is required"},
		{"read", "GET", cas, reader, 200, "x"},
		{"public cache", "GET", "/main/nix-cache-info", "", 200, "Priority: 40"},
		{"private cache", "GET", "/ci/nix-cache-info", "", 401, "a token is required"},
		{"private cache with token", "GET", "/ci/nix-cache-info", reader, 200, "Priority: 41"},
		{"glob does not match", "PUT", "/static/nar/x", reader, 403, `on cache "static"`},
		{"unknown cache lists the public ones", "GET", "/nope/nix-cache-info", all, 404, "caches: devshells, main, static"},
		{"but is like a private one to those without a token", "GET", "/nope/nix-cache-info", "", 401, "a token is required"},
		{"status from this machine", "GET", "/status", "", 200, `"auth": "token"`},
		{"health", "GET", "/healthz", "", 200, "ok"},
	} {
		code, text := r.do(tc.method, tc.path, tc.auth, []byte("x"))
		if code != tc.code || !strings.Contains(text, tc.text) {
			t.Errorf("%s: %d %q, want %d %q", tc.name, code, text, tc.code, tc.text)
		}
	}
	if err := cacheauth.Revoke(dir, "all"); err != nil {
		t.Fatal(err)
	}
	if code, _ := r.do("GET", cas, all, nil); code != 401 {
		t.Errorf("a revoked token: %d, want 401 at once", code)
	}
	req, _ := http.NewRequest("GET", r.http+cas, nil)
	req.SetBasicAuth("anybody", strings.TrimPrefix(reader, "Bearer "))
	if resp, err := http.DefaultClient.Do(req); err != nil || resp.StatusCode != 200 {
		t.Errorf("token as password: %v, %v", resp, err)
	}
	r.wait()
}

// TestDrain ends the server during an upload, which may finish.
func TestDrain(t *testing.T) {
	r := start(t, config(t.TempDir()))
	data := bytes.Repeat([]byte("0123456789"), 100_000)
	pr, pw := io.Pipe()
	req, _ := http.NewRequest("PUT", r.http+"/cas/"+hash(data), pr)
	req.ContentLength = int64(len(data))
	result := make(chan error, 1)
	go func() {
		resp, err := http.DefaultClient.Do(req)
		if err == nil && resp.StatusCode != 200 {
			err = fmt.Errorf("status %s", resp.Status)
		}
		result <- err
	}()
	pw.Write(data[:500_000])
	waitUpload(t, r.dir)
	r.stop()
	waitClosed(t, strings.TrimPrefix(r.http, "http://"))
	pw.Write(data[500_000:])
	pw.Close()
	if err := <-result; err != nil {
		t.Errorf("upload during the end: %v", err)
	}
	r.wait()
	again := start(t, config(r.dir))
	if code, text := again.do("GET", "/cas/"+hash(data), "", nil); code != 200 || text != string(data) {
		t.Errorf("GET afterwards: %d, %d bytes", code, len(text))
	}
	again.wait()
}

// TestDrainCutsOff ends the server while clients hold it up: uploads that claim
// 5 GiB and send next to nothing, with a length and in chunks.
func TestDrainCutsOff(t *testing.T) {
	for _, framing := range []string{"Content-Length: 5368709120\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n40000000\r\n"} {
		r := startWith(t, config(t.TempDir()), 200*time.Millisecond)
		conn, err := net.Dial("tcp", strings.TrimPrefix(r.http, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "PUT /cas/%s HTTP/1.1\r\nHost: localhost\r\n%sabc", hash([]byte("x")), framing)
		waitUpload(t, r.dir)
		r.stop()
		select {
		case err := <-r.done:
			if err != nil {
				t.Errorf("stopping: %v", err)
			}
		case <-time.After(10 * time.Second):
			t.Fatal("the server does not end")
		}
		again := start(t, config(r.dir))
		if found, _ := filepath.Glob(filepath.Join(r.dir, "blobs", "cas", "*", ".tmp-*")); len(found) > 0 {
			t.Errorf("left %v", found)
		}
		again.wait()
	}
}

// TestSyncEach serves with every upload flushed.
func TestSyncEach(t *testing.T) {
	c := config(t.TempDir())
	c.Sync = cacheconfig.SyncEach
	r := start(t, c)
	data := []byte("content")
	if code, text := r.do("PUT", "/cas/"+hash(data), "", data); code != 200 {
		t.Errorf("PUT: %d %s", code, text)
	}
	if code, text := r.do("GET", "/cas/"+hash(data), "", nil); code != 200 || text != "content" {
		t.Errorf("GET: %d %s", code, text)
	}
	r.wait()
}

// waitUpload waits until the server has begun to store an upload.
func waitUpload(t *testing.T, dir string) {
	t.Helper()
	for range 500 {
		if found, _ := filepath.Glob(filepath.Join(dir, "blobs", "cas", "*", ".tmp-*")); len(found) > 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the upload does not arrive")
}

// waitClosed waits until nobody listens any more.
func waitClosed(t *testing.T, address string) {
	t.Helper()
	for range 500 {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			return
		}
		conn.Close()
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the server still listens")
}
