//go:build bazel

package affected_test

import (
	"os"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/affected/determine"
	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
)

// TestExact makes the same edits, and asks for what their actions make otherwise:
// then no rule may be told that the truth does not have, but for those whose
// attributes changed though no action did.
func TestExact(t *testing.T) {
	w := newWorkspace(t, files())
	if err := os.Symlink("../elsewhere.txt", w.path("base/link.txt")); err != nil {
		t.Fatal(err)
	}
	base := w.commit(t)
	before := w.truth(t)
	options := determine.Options{
		Workspace: w.dir, Base: base, Head: "HEAD", MergeBase: true, Exact: true, Bazel: w.program, Cache: t.TempDir(),
		Store: snapshot.Dir{Path: t.TempDir()}, Progress: func(text string) { t.Log(text) },
	}
	if _, _, err := determine.Snapshot(t.Context(), options); err != nil {
		t.Fatal(err)
	}
	attributesOnly := map[string]int{"tags": 1, "option of tests": 1}
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
			e.queries, e.extra = e.queries+1, attributesOnly[e.name]
			w.compare(t, e, before, r)
		})
	}
}
