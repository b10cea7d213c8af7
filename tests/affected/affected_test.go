//go:build bazel

// Package affected_test compares what affected says with what Bazel would do:
// on a generated workspace, edit by edit, with the keys of actions and the
// contents of their inputs before and after.
package affected_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/affected/determine"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
)

// An edit is a change of the workspace.
type edit struct {
	name string
	do   func(t *testing.T, w *workspace)
	// queries is how often Bazel is asked; extra is how many rules at most may
	// be said to be affected that are not, by what their actions do.
	queries, extra int
}

func write(name, text string) func(*testing.T, *workspace) {
	return func(t *testing.T, w *workspace) { w.write(t, name, text) }
}

func replace(name, old, new string) func(*testing.T, *workspace) {
	return func(t *testing.T, w *workspace) { w.replace(t, name, old, new) }
}

func remove(name string) func(*testing.T, *workspace) {
	return func(t *testing.T, w *workspace) {
		if err := os.RemoveAll(w.path(name)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAgainstActions(t *testing.T) {
	w := newWorkspace(t, files())
	if err := os.Symlink("../elsewhere.txt", w.path("base/link.txt")); err != nil {
		t.Fatal(err)
	}
	base := w.commit(t)
	before := w.truth(t)
	options := determine.Options{
		Workspace: w.dir, Base: base, Head: "HEAD", MergeBase: true, Bazel: w.program, Cache: t.TempDir(),
		Store: snapshot.Dir{Path: t.TempDir()}, Progress: func(text string) { t.Log(text) },
	}
	if _, _, err := determine.Snapshot(t.Context(), options); err != nil {
		t.Fatal(err)
	}
	for _, e := range edits() {
		t.Run(e.name, func(t *testing.T) {
			w.git(t, "checkout", "-q", "-f", base)
			e.do(t, w)
			w.commit(t)
			options.Progress = func(text string) { t.Log(text) }
			r, err := determine.Run(t.Context(), options)
			if err != nil {
				t.Fatal(err)
			}
			w.compare(t, e, before, r)
		})
	}
}

func (w *workspace) compare(t *testing.T, e edit, before map[string]string, r *determine.Result) {
	t.Helper()
	if len(r.Failures) > 0 {
		t.Errorf("failures: %q", r.Failures)
	}
	after := w.truth(t)
	for label, hash := range after {
		if _, ok := r.Affected[label]; !ok && before[label] != hash && strings.HasPrefix(label, "//") {
			t.Errorf("%s is affected, and is not told", label)
		}
	}
	var extra []string
	for label := range r.Affected {
		n := r.After.Node(label)
		if n == nil || n.Kind != graph.Rule || !n.Main() {
			continue
		}
		if hash, acts := after[label]; acts && before[label] == hash {
			extra = append(extra, label)
		}
	}
	slices.Sort(extra)
	if len(extra) > e.extra {
		t.Errorf("%d told that are not affected, want at most %d: %v", len(extra), e.extra, extra)
	}
	if r.Queries > e.queries {
		t.Errorf("Bazel was asked %d times, want %d", r.Queries, e.queries)
	}
	t.Logf("%d affected, %d of them not by actions; Bazel asked %d times", len(r.Affected), len(extra), r.Queries)
}
