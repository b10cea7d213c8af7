//go:build bazel

package affected_test

import (
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tests/affected/matrix"
	"github.com/gloriousflywheel/flywheel/tools/affected/determine"
	"github.com/gloriousflywheel/flywheel/tools/affected/store"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// startCached starts the real cache server and returns its URL for HTTP.
func startCached(t *testing.T) string {
	t.Helper()
	addresses := testenv.FreeAddresses(t, 2)
	cmd := exec.Command(testenv.Path(t, "CACHED"), "serve", "--data-dir", t.TempDir(), "--http-address", addresses[0], "--grpc-address", addresses[1])
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if answer, err := http.Get("http://" + addresses[0] + "/healthz"); err == nil {
			answer.Body.Close()
			return "http://" + addresses[0]
		}
	}
	t.Fatal("cached does not answer")
	return ""
}

// shared are the options of a machine of its own that shares a cache server.
func shared(t *testing.T, w *matrix.Workspace, base, url string, notes *[]string) determine.Options {
	t.Helper()
	chain := &store.Chain{Note: func(text string) { *notes = append(*notes, text) }}
	for _, name := range []string{t.TempDir(), url} {
		b, err := store.Open(name, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		chain.Stores = append(chain.Stores, &store.Named{Backend: b, Name: name, Local: name != url})
	}
	return determine.Options{
		Workspace: w.Dir, Base: base, Head: determine.Worktree, Exact: true, Bazel: w.Program, Cache: t.TempDir(), Store: chain,
		Progress: func(text string) { t.Log(text) },
	}
}

// TestShared lets one machine make a snapshot with actions, and another one, whose
// clone lies elsewhere, find it in a Bazel remote cache.
func TestShared(t *testing.T) {
	url := startCached(t)
	w, base := made(t, matrix.Standard)
	var notes []string
	first := shared(t, w, base, url, &notes)
	if made, _, err := determine.Snapshot(t.Context(), first); !made || err != nil {
		t.Fatalf("made = %v, %v", made, err)
	}
	other, err := matrix.New(t.Context(), t.TempDir(), testenv.Path(t, "BAZEL"), "", map[string]string{"around.txt": ""})
	must(t, err)
	t.Cleanup(func() { must(t, other.Close()) })
	git(t, w, "clone", "-q", "--recurse-submodules", w.Dir, filepath.Join(other.Dir, "clone"))
	other.Dir = filepath.Join(other.Dir, "clone")
	other.Root = other.Dir
	second := shared(t, other, base, url, &notes)
	must(t, other.Replace("rules/cat.bzl", "files = ctx.files.srcs +", "files = [] + ctx.files.srcs +"))
	r, err := determine.Run(t.Context(), second)
	if err != nil {
		t.Fatal(err)
	}
	for label := range r.Affected {
		if label == "//base:base" || label == "//mid:mid" || label == "//mid:mid_test" {
			t.Errorf("%s is told: the actions of another machine are not ours", label)
		}
	}
	if _, reached := r.Reached["//base:base"]; !reached {
		t.Error("//base:base is not reached")
	}
	second.Exact = false
	git(t, other, "checkout", "-q", "-f", base)
	must(t, other.Write("base/base.txt", "new"))
	if r, err = determine.Run(t.Context(), second); err != nil || r.Queries != 0 || r.Affected["//mid:mid"].Distance == 0 {
		t.Errorf("Bazel was asked %d times, want 0; %v", r.Queries, err)
	}
	if len(notes) > 0 {
		t.Errorf("notes: %s", strings.Join(notes, "\n"))
	}
}
