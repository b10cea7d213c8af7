//go:build bazel

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/pushbench"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// measure measures a cache, little of it, and returns the results.
func measure(t *testing.T, want int, args ...string) (pushbench.Result, string) {
	t.Helper()
	code, stdout, stderr := cli(t, "", append([]string{"bench", "--json", "--time", "20ms", "--max-mib", "64", "--paths", "200"}, args...)...)
	if code != want {
		t.Fatalf("nixpush bench %s: code %d, want %d\n%s", strings.Join(args, " "), code, want, stderr)
	}
	var r pushbench.Result
	if err := json.Unmarshal([]byte(stdout), &r); err != nil {
		t.Fatalf("results %q: %v", stdout, err)
	}
	return r, stderr
}

// whole fails unless everything was measured.
func whole(t *testing.T, r pushbench.Result, kind string) {
	t.Helper()
	l := r.Latency
	if r.Kind != kind || l.Requests != 50 || l.FirstMS <= 0 || l.P50MS > l.P99MS || l.P99MS > l.MaxMS {
		t.Errorf("kind %q, latency %+v", r.Kind, l)
	}
	if len(r.Presence) == 0 || r.Presence[0].Paths != 200 || r.Presence[0].PerSecond <= 0 {
		t.Errorf("presence: %+v", r.Presence)
	}
	sizes := map[int64]bool{}
	for _, u := range append(r.Uploads, r.Downloads...) {
		sizes[u.Size] = true
		if u.Blobs == 0 || u.Seconds <= 0 || u.BytesPerSecond <= 0 {
			t.Errorf("not measured: %+v", u)
		}
	}
	if len(sizes) != 2 || len(r.Downloads) == 0 {
		t.Errorf("sizes %v, want two, and %d downloads", sizes, len(r.Downloads))
	}
	if r.Advice == nil || r.Advice.Jobs == 0 || (r.Advice.Compression == "") != (kind == "attic") || (len(r.Compression) == 3) != (kind != "attic") {
		t.Errorf("advice %+v, compression %+v", r.Advice, r.Compression)
	}
	if r.Error != "" || kind != "file" && r.Requests < 200 {
		t.Errorf("error %q, %d requests", r.Error, r.Requests)
	}
}

func TestBenchTidiesUp(t *testing.T) {
	alone(t)
	url, dir := startNginx(t, "0", "DELETE")
	s3 := testenv.StartS3(t)
	s3.SetCredentials(t)
	files := t.TempDir()
	for _, tc := range []struct{ kind, cache, dir string }{
		{"http", url, dir},
		{"s3", s3.URL("prefix"), filepath.Join(s3.Dir, s3.Bucket)},
		{"file", "file://" + files, files},
	} {
		r, stderr := measure(t, 0, tc.cache)
		whole(t, r, tc.kind)
		if left := contents(t, tc.dir); len(left) != 0 || len(r.Left) != 0 {
			t.Errorf("%s: %d files are left, %d reported", tc.kind, len(left), len(r.Left))
		}
		contain(t, "stderr", stderr, "uploading blobs of 4 KiB", "removing what was uploaded")
	}
}

// A server that removes nothing gets nothing without consent.
func TestBenchWantsConsent(t *testing.T) {
	alone(t)
	url, dir := startNginx(t, "0")
	server := startCached(t, "none")
	for _, cache := range []string{url, server.url + "/main"} {
		r, stderr := measure(t, 2, cache)
		contain(t, "stderr", stderr, "does not let us remove anything", "--leave-content", "--read-only")
		if r.Latency.Requests == 0 || len(r.Uploads) != 0 || len(r.Left) != 0 {
			t.Errorf("%s: %+v", cache, r)
		}
		if r, _ = measure(t, 0, cache, "--read-only"); len(r.Presence) != 3 || len(r.Uploads) != 0 {
			t.Errorf("%s, reading only: %+v", cache, r)
		}
	}
	if len(contents(t, dir)) != 0 {
		t.Error("something was uploaded without consent")
	}
	r, _ := measure(t, 0, url, "--leave-content")
	whole(t, r, "http")
	there := contents(t, dir)
	if len(there) == 0 || len(there) != len(r.Left) {
		t.Errorf("%d files are there, %d reported", len(there), len(r.Left))
	}
	for _, name := range r.Left {
		if !strings.HasPrefix(name, "nar/nixpush-bench-"+r.Run) || !strings.HasPrefix(there[name], "throw-away content of nixpush bench, run "+r.Run) {
			t.Fatalf("%s does not say what it is: %.80q", name, there[name])
		}
	}
	r, _ = measure(t, 0, server.url+"/main", "--leave-content") // which takes Nix's names alone
	whole(t, r, "http")
	if len(r.Left) == 0 {
		t.Error("it says that nothing stays")
	}
}

func TestBenchOfAttic(t *testing.T) {
	alone(t)
	server := startCached(t, "token")
	mint := func(args ...string) string {
		return server.cached(append([]string{"token", "mint", "--subject", "n1", "--validity", "1h", "--pull", "*", "--push", "*"}, args...)...)
	}
	cache := "attic+" + server.url + "/main"
	token := mint("--create-cache", "nixpush-bench-*", "--destroy-cache", "nixpush-bench-*")
	t.Setenv("NIXPUSH_TOKEN", token)
	r, stderr := measure(t, 0, cache)
	whole(t, r, "attic")
	if p := r.Presence; len(p) != 1 || p[0].Requests != 1 || len(r.Left) != 0 {
		t.Errorf("200 paths are one question: %+v; left %v", p, r.Left)
	}
	if strings.Contains(stderr, token) {
		t.Error("stderr shows the token")
	}
	// The cache of the run is gone: a push finds none.
	code, _, stderr := cli(t, "", "bench", "attic+"+server.url+"/nixpush-bench-"+r.Run, "--read-only")
	if code != 3 {
		t.Errorf("the cache of the run: code %d", code)
	}
	contain(t, "stderr", stderr, "no cache")

	t.Setenv("NIXPUSH_TOKEN", mint())
	r, stderr = measure(t, 2, cache)
	contain(t, "stderr", stderr, "the token needs the permissions create and destroy for nixpush-bench-*", "--leave-content")
	if len(r.Uploads) != 0 {
		t.Errorf("uploaded without consent: %+v", r)
	}
	r, _ = measure(t, 0, cache, "--leave-content")
	whole(t, r, "attic")
	if len(r.Left) == 0 || !strings.Contains(r.Left[0], "-nixpush-bench-"+r.Run) {
		t.Errorf("left: %v", r.Left)
	}
	t.Setenv("NIXPUSH_TOKEN", mint("--create-cache", "*"))
	r, stderr = measure(t, 2, cache)
	if contain(t, "stderr", stderr, "destroy"); len(r.Uploads) != 0 || len(r.Left) != 1 {
		t.Errorf("a cache that cannot be destroyed: %+v", r)
	}
}

// Ctrl-C in the middle of an upload leaves nothing behind.
func TestBenchInterrupted(t *testing.T) {
	w := &world{t: t, home: alone(t)}
	url, dir := startNginx(t, "0", "DELETE")
	cmd := w.child("bench", url, "--json", "--time", "30s")
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for begun := time.Now(); len(contents(t, dir)) < 20; time.Sleep(5 * time.Millisecond) {
		if time.Since(begun) > time.Minute {
			t.Fatal("nothing is uploaded")
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	cmd.Wait() //nolint:errcheck // its exit code tells
	if code := cmd.ProcessState.ExitCode(); code != 3 {
		t.Errorf("code %d, signal %v\n%s", code, cmd.ProcessState.Sys().(syscall.WaitStatus).Signal(), &errs)
	}
	contain(t, "stderr", errs.String(), "interrupted: what was uploaded was removed")
	var r pushbench.Result
	if err := json.Unmarshal([]byte(out.String()), &r); err != nil || r.Error == "" || r.Latency.Requests == 0 {
		t.Errorf("results %q, %v", &out, err)
	}
	if left := contents(t, dir); len(left) != 0 {
		t.Errorf("%d files are left", len(left))
	}
}

func TestBenchOfNothing(t *testing.T) {
	alone(t)
	address := testenv.FreeAddresses(t, 1)[0]
	r, stderr := measure(t, 3, "http://user:s3cret@"+address+"/cache", "--attempts", "1")
	contain(t, "stderr", stderr, "connection refused")
	if strings.Contains(stderr+r.URL+r.Cache+r.Error, "s3cret") || r.Error == "" {
		t.Errorf("%+v\n%s", r, stderr)
	}
}
