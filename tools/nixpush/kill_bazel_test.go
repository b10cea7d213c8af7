//go:build bazel

package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"io"
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

	"github.com/gloriousflywheel/flywheel/tools/internal/narinfo"
	"github.com/gloriousflywheel/flywheel/tools/internal/pushreport"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
	"github.com/gloriousflywheel/flywheel/tools/testenv/nixtest"
)

// child is a push as a process of its own.
func (w *world) child(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), childEnv+"=1")
	return cmd
}

// Killed at any moment, a push leaves no visible path with a hole in its closure, and the
// next one goes on from there: at every kind of server.
func TestKills(t *testing.T) {
	w := newWorld(t)
	paths := w.store.Add(t, nixtest.Chain(400)...)
	nginx, dir := startNginx(t, "0")
	s3 := testenv.StartS3(t)
	s3.SetCredentials(t)
	cached := startCached(t, "none")
	for _, tc := range []struct {
		kind, url string
		visible   func(t *testing.T) int
	}{
		{"nginx", nginx, func(t *testing.T) int { return complete(t, dir) }},
		{"S3", s3.URL(""), func(t *testing.T) int { return complete(t, filepath.Join(s3.Dir, s3.Bucket)) }},
		{"cached", cached.url + "/main", func(t *testing.T) int { return completeAt(t, cached.url+"/main", paths) }},
		{"Attic", "attic+" + cached.url + "/ci", func(t *testing.T) int { return completeAt(t, cached.url+"/ci", paths) }},
	} {
		t.Run(tc.kind, func(t *testing.T) {
			w.t = t
			left := w.kill(tc.url, paths[399], tc.visible)
			s, _ := w.push(0, tc.url, paths[399], "--verify")
			p := s.Caches[0].Paths
			if p.Present+p.Uploaded+p.Deduplicated != 400 || tc.visible(t) != 400 {
				t.Errorf("%+v", p)
			}
			t.Logf("%d paths were visible, then %d uploaded, %d with archives that were there", left, p.Uploaded, p.Deduplicated)
		})
	}
}

// kill pushes and kills, later from round to round, until three pushes ended between their
// first visible path and their last; it returns how many paths are visible then.
func (w *world) kill(url, path string, visible func(*testing.T) int) (n int) {
	w.t.Helper()
	for round, between := 0, 0; round < 40 && between < 3 && n < 400; round++ {
		cmd := w.child(w.args(url, path, "--jobs", "1")...)
		if err := cmd.Start(); err != nil {
			w.t.Fatal(err)
		}
		time.Sleep(time.Duration(60+rand.IntN(60)+20*round) * time.Millisecond)
		signal := syscall.SIGKILL
		if round%4 == 3 {
			signal = syscall.SIGTERM
		}
		cmd.Process.Signal(signal)
		if n = visible(w.t); cmd.Wait() != nil && n > 0 && n < 400 {
			between++
		}
		if n == 400 && between == 0 {
			w.t.Error("no push was killed between its first visible path and its last")
		}
	}
	return visible(w.t)
}

// completeAt is complete for a cache that is asked over HTTP about paths.
func completeAt(t *testing.T, url string, paths []string) (n int) {
	t.Helper()
	visible := map[string]*narinfo.Info{}
	for _, path := range paths {
		code, text := get(t, url+"/"+filepath.Base(path)[:32]+".narinfo")
		if code == http.StatusNotFound {
			continue
		}
		info, err := narinfo.Parse(text)
		if code != http.StatusOK || err != nil {
			t.Errorf("%s: %d, %v", path, code, err)
			continue
		}
		visible[info.Base] = info
	}
	for base, info := range visible {
		for _, r := range info.References {
			if visible[r] == nil {
				t.Errorf("%s is visible, its reference %s is not", base, r)
			}
		}
		if code, archive := get(t, url+"/"+info.URL); code != http.StatusOK || sha256.Sum256([]byte(archive)) != info.FileHash {
			t.Errorf("%s is visible, its archive is not whole: %d, %d bytes", base, code, len(archive))
		}
	}
	return len(visible)
}

func get(t *testing.T, url string) (code int, text string) {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(data)
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
