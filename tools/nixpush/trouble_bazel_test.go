//go:build bazel && linux

package main

import (
	"bytes"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/gloriousflywheel/flywheel/tools/testenv/nixtest"
)

// random is content that does not compress.
func random(n int) string {
	source := rand.NewChaCha8([32]byte{1})
	data := make([]byte, n)
	source.Read(data)
	return string(data)
}

// A server whose disk is full: said so, nothing half-visible; with room again the same
// command goes on.
func TestServersDiskIsFull(t *testing.T) {
	w := newWorld(t)
	server := startCached(t, "none")
	paths := w.store.Add(t,
		nixtest.Fixed(nixtest.File("small", "small")), nixtest.Fixed(nixtest.File("large", random(6<<20))),
		func(before []string) nixtest.Path { return nixtest.File("top", "top", before...) })
	limit := func(n uint64) { // writes meet it like a full disk
		if err := unix.Prlimit(server.cmd.Process.Pid, unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: n, Max: unix.RLIM_INFINITY}, nil); err != nil {
			t.Fatal(err)
		}
	}
	for _, cache := range []struct{ url, at string }{{server.url + "/main", server.url + "/main"}, {"attic+" + server.url + "/ci", server.url + "/ci"}} {
		limit(4 << 20)
		code, _, stderr := cli(t, "", w.args(cache.url, paths[2], "--attempts", "2")...)
		if code != 3 {
			t.Errorf("%s: code %d", cache.url, code)
		}
		contain(t, "stderr", stderr, "507 Insufficient Storage", "the server's disk is full: nothing of it was stored; free space there and push again")
		if n := completeAt(t, cache.at, paths); n > 1 {
			t.Errorf("%s: %d paths are visible", cache.url, n)
		}
		limit(unix.RLIM_INFINITY)
		if s, _ := w.push(0, cache.url, paths[2], "--verify"); completeAt(t, cache.at, paths) != 3 {
			t.Errorf("%s, with room again: %+v", cache.url, s.Caches[0].Paths)
		}
	}
}

// A server that takes a part of an archive, and no more.
func TestServerStopsReading(t *testing.T) {
	w := newWorld(t)
	paths := w.store.Add(t, nixtest.Fixed(nixtest.File("large", random(20<<20))))
	dir, stop := t.TempDir(), make(chan struct{})
	f := &faulty{dir: dir, trouble: func(_ int, _ http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Path, "/nar/") {
			return false
		}
		io.CopyN(io.Discard, r.Body, 1<<20)
		<-stop
		return true
	}}
	server := httptest.NewServer(f)
	defer server.Close()
	defer close(stop)
	code, _, stderr := cli(t, "", w.args(server.URL, paths[0], "--attempts", "2", "--stall", "500ms", "--compression", "none")...)
	if code != 3 || complete(t, dir) != 0 {
		t.Errorf("code %d", code)
	}
	contain(t, "stderr", stderr, "nothing moved on the connection (tried 2 times)")
}

// Ended by the user in the middle: said so, nothing half-visible, and the same command
// goes on from there.
func TestCancelled(t *testing.T) {
	w := newWorld(t)
	paths := w.store.Add(t, nixtest.Chain(60)...)
	begun := make(chan bool, 1000)
	f := &faulty{dir: t.TempDir(), trouble: func(n int, _ http.ResponseWriter, _ *http.Request) bool {
		if n == 20 {
			begun <- true
		}
		time.Sleep(50 * time.Millisecond)
		return false
	}}
	server := httptest.NewServer(f)
	defer server.Close()
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		f.mu.Lock()
		f.n = 0
		f.mu.Unlock()
		cmd := w.child(w.args(server.URL, paths[59], "--jobs", "2", "--force")...)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		<-begun
		cmd.Process.Signal(signal)
		cmd.Wait() //nolint:errcheck // its code is looked at
		if code := cmd.ProcessState.ExitCode(); code != 3 {
			t.Errorf("%s: code %d", signal, code)
		}
		contain(t, "stderr", stderr.String(), "cancelled: what was uploaded so far is kept; the same command goes on from there")
		if n := complete(t, f.dir); n == 60 {
			t.Errorf("%s came too late: %d paths are visible", signal, n)
		}
	}
	if s, _ := w.push(0, server.URL, paths[59], "--verify"); complete(t, f.dir) != 60 {
		t.Errorf("%+v", s.Caches[0].Paths)
	}
}

// What Nix says of a build that fails is shown, and its exit code is kept; its log too.
func TestBuildFails(t *testing.T) {
	alone(t)
	nix := filepath.Join(t.TempDir(), "nix")
	script := "#!/bin/sh\ncase \" $* \" in *\" build \"*) echo \"error: builder for '/nix/store/x.drv' failed; last 1 log lines: the-reason\" >&2; exit 102;; esac\nexit 99\n"
	if err := os.WriteFile(nix, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	report := filepath.Join(t.TempDir(), "report.json")
	code, stdout, stderr := cli(t, "", "push", "--nix", nix, "--progress", "none", "file://"+t.TempDir(), ".#x", "--report", report)
	if code != 102 || stdout != "" {
		t.Errorf("code %d, stdout %q; want Nix's own code 102", code, stdout)
	}
	contain(t, "stderr", stderr, "the-reason", "nix ended with exit code 102", "(its messages are above)")
	data, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	contain(t, "report", string(data), `"ok": false`, "nix ended with exit code 102")
}
