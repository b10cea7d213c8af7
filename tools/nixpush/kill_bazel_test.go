//go:build bazel

package main

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/pushreport"
	"github.com/gloriousflywheel/flywheel/tools/testenv/nixtest"
)

// child is a push as a process of its own.
func (w *world) child(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), childEnv+"=1")
	return cmd
}

// Killed at any moment, a push leaves no visible path with a hole in its closure, and the
// next one goes on from there.
func TestKills(t *testing.T) {
	w := newWorld(t)
	url, dir := startNginx(t, "0")
	paths := w.store.Add(t, nixtest.Chain(400)...)
	killed, begun := 0, time.Now()
	for round := range 12 {
		cmd := w.child(w.args(url, paths[399], "--jobs", "4")...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// From its first upload on.
		for before := len(contents(t, dir)); len(contents(t, dir)) == before && time.Since(begun) < time.Minute; {
			time.Sleep(5 * time.Millisecond)
		}
		time.Sleep(time.Duration(rand.IntN(60)) * time.Millisecond)
		signal := syscall.SIGKILL
		if round%4 == 3 {
			signal = syscall.SIGTERM
		}
		cmd.Process.Signal(signal)
		if err := cmd.Wait(); err != nil {
			killed++
		}
		if n := complete(t, dir); n == 400 {
			break // the next one would upload nothing
		}
	}
	if killed == 0 || len(contents(t, dir)) == 0 {
		t.Fatal("no push was killed between its first upload and its end")
	}
	before := len(contents(t, dir))
	s, _ := w.push(0, url, paths[399], "--verify")
	c := s.Caches[0]
	if c.Paths.Present+c.Paths.Uploaded+c.Paths.Deduplicated != 400 || complete(t, dir) != 400 {
		t.Errorf("%+v", c)
	}
	t.Logf("%d killed, %d files left, then %d paths uploaded, %d with archives that were there", killed, before, c.Paths.Uploaded, c.Paths.Deduplicated)
}

// Archives that were uploaded before a push failed are not sent again.
func TestResumeSendsNothingTwice(t *testing.T) {
	w := newWorld(t)
	paths := w.store.Add(t, nixtest.Chain(50)...)
	var archives atomic.Int64
	broken := true
	f := &faulty{dir: t.TempDir(), trouble: func(_ int, w http.ResponseWriter, r *http.Request) bool {
		if strings.HasPrefix(r.URL.Path, "/nar/") {
			archives.Add(1)
		} else if broken && strings.HasSuffix(r.URL.Path, ".narinfo") {
			time.Sleep(300 * time.Millisecond) // until all archives are there
			http.Error(w, "broken", 500)
			return true
		}
		return false
	}}
	server := httptest.NewServer(f)
	defer server.Close()
	if code, _, stderr := cli(t, "", w.args(server.URL, paths[49], "--attempts", "4")...); code != 3 {
		t.Fatalf("code %d\n%s", code, stderr)
	}
	sent := archives.Load()
	if sent < 10 {
		t.Fatalf("only %d archives were sent before the push failed", sent)
	}
	broken = false
	s, _ := w.push(0, server.URL, paths[49], "--verify")
	if again := archives.Load() - sent; sent+again != 50 {
		t.Errorf("%d archives were sent, then %d: some of the 50 twice", sent, again)
	}
	if p := s.Caches[0].Paths; p.Deduplicated != int(sent) || p.Verified != 50 {
		t.Errorf("%+v", p)
	}
}

// watch starts watch-store as a process, and returns when it watches.
func (w *world) watch(args ...string) (cmd *exec.Cmd, stdout, stderr *bytes.Buffer) {
	w.t.Helper()
	all := append([]string{"watch-store", "--nix", w.store.Program(), "--store", w.store.Root, "--progress", "plain", "--json", "--debounce", "200ms"}, args...)
	cmd = w.child(all...)
	stdout, stderr = &bytes.Buffer{}, &bytes.Buffer{}
	cmd.Stdout = stdout
	r, err := cmd.StderrPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { cmd.Process.Kill() })
	ready := make(chan bool)
	go func() {
		buf, told := make([]byte, 4096), false
		for {
			n, err := r.Read(buf)
			stderr.Write(buf[:n])
			if !told && strings.Contains(stderr.String(), "watching ") {
				told = true
				close(ready)
			}
			if err != nil {
				return
			}
		}
	}()
	select {
	case <-ready:
	case <-time.After(time.Minute):
		w.t.Fatalf("watch-store does not watch:\n%s", stderr)
	}
	return cmd, stdout, stderr
}

// file is one to add to a store.
func file(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte("content"), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWatchStore(t *testing.T) {
	w := newWorld(t)
	first := w.store.Add(t, nixtest.Chain(3)...)
	dir := t.TempDir()
	cmd, stdout, stderr := w.watch("file://"+dir, "--exclude", "secret*")
	w.store.Run(t, "", "store", "add", "--name", "added", file(t))
	for deadline := time.Now().Add(time.Minute); complete(t, dir) < 1; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("nothing was pushed:\n%s", stderr)
		}
	}
	w.store.Run(t, "", "store", "add", "--name", "secret-1", file(t))
	w.store.Run(t, "", "store", "add", "--name", "perhaps-gone", file(t))
	w.store.Run(t, "", "store", "gc") // of all that no push holds just now
	w.store.Run(t, "", "store", "add", "--name", "last", file(t))
	cmd.Process.Signal(syscall.SIGTERM)
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	var s pushreport.Summary
	if err := json.Unmarshal(stdout.Bytes(), &s); err != nil {
		t.Fatalf("%q: %v", stdout, err)
	}
	names := strings.Join(s.Pushes[0].Paths, " ")
	contain(t, "pushed paths", names, "-added", "-last")
	if strings.Contains(names, "secret") || strings.Contains(names, first[0]) || !s.OK {
		t.Errorf("pushed %s", names)
	}
}

// A command's exit code is ours, and what it built is pushed before we end.
func TestWatchACommand(t *testing.T) {
	w := newWorld(t)
	w.store.Add(t, nixtest.Chain(1)...) // or there is no store to watch
	for _, tc := range []struct {
		script string
		code   int
	}{{"exit 0", 0}, {"exit 9", 9}} {
		dir := t.TempDir()
		add := w.store.Program() + " --extra-experimental-features nix-command --store " + w.store.Root + " store add --name built" + tc.script[5:] + " " + file(t)
		code, _, stderr := cli(t, "", "watch-store", "--nix", w.store.Program(), "--store", w.store.Root, "file://"+dir, "--", "sh", "-c", add+" && "+tc.script)
		if code != tc.code || complete(t, dir) != 1 {
			t.Errorf("%s: code %d, %d paths\n%s", tc.script, code, complete(t, dir), stderr)
		}
	}
	code, _, stderr := cli(t, "", "watch-store", "--nix", w.store.Program(), "--store", w.store.Root, "file://"+t.TempDir(), "--", "/nonexistent")
	if code != 3 {
		t.Errorf("no such command: code %d, %s", code, stderr)
	}
}
