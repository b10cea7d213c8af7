//go:build bazel

package affected_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/affected/determine"
	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
)

// asker is a workspace with a base commit, ready to be asked about.
func asker(t *testing.T) (*workspace, determine.Options) {
	t.Helper()
	w := newWorkspace(t, files())
	if err := os.Symlink("../elsewhere.txt", w.path("base/link.txt")); err != nil {
		t.Fatal(err)
	}
	base := w.commit(t)
	o := determine.Options{
		Workspace: w.dir, Base: base, Head: determine.Worktree, MergeBase: true, Bazel: w.program, Cache: t.TempDir(),
		Store: snapshot.Dir{Path: t.TempDir()}, Progress: func(text string) { t.Log(text) },
	}
	if made, _, err := determine.Snapshot(t.Context(), o); err != nil || !made {
		t.Fatalf("made = %v, %v", made, err)
	}
	return w, o
}

func ask(t *testing.T, o determine.Options, failures bool, want ...string) *determine.Result {
	t.Helper()
	r, err := determine.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, label := range want {
		if _, ok := r.Affected[label]; !ok {
			t.Errorf("%s is not told", label)
		}
	}
	if (len(r.Failures) > 0) != failures {
		t.Errorf("failures: %q", r.Failures)
	}
	return r
}

func TestStates(t *testing.T) {
	w, o := asker(t)
	base := o.Base
	if made, _, err := determine.Snapshot(t.Context(), o); made || err != nil {
		t.Errorf("a second time: made = %v, %v", made, err)
	}

	if r := ask(t, o, false); len(r.Affected) != 0 || r.Queries != 0 {
		t.Errorf("nothing changed: %v, %d queries", r.Affected, r.Queries)
	}

	// The work tree: tracked, staged and untracked files.
	w.write(t, "base/base.txt", "dirty")
	w.write(t, "new/BUILD", "genrule(name = \"n\", outs = [\"o\"], cmd = \"echo > $@\")\n")
	w.git(t, "add", "new/BUILD")
	w.write(t, "base/g/untracked.txt", "u")
	ask(t, o, false, "//base:base", "//mid:mid", "//new:n", "//base:globbed")

	// A commit while the work tree is dirty is looked at in a directory of our own.
	status := w.git(t, "status", "--porcelain")
	o.Head = "HEAD~0"
	w.git(t, "commit", "-qm", "new", "--", "new/BUILD")
	dirty := w.git(t, "status", "--porcelain")
	r := ask(t, o, false, "//new:n")
	if _, told := r.Affected["//base:base"]; told {
		t.Error("a commit is affected by what is not committed")
	}
	if after := w.git(t, "status", "--porcelain"); after != dirty || status == dirty {
		t.Errorf("the checkout changed:\n%s\n%s", dirty, after)
	}

	// A package that cannot be loaded counts as affected, with all that uses it.
	w.git(t, "checkout", "-q", "-f", base)
	w.git(t, "clean", "-qfd")
	w.replace(t, "base/BUILD", "filegroup(", "nonsense(")
	o.Head = determine.Worktree
	r = ask(t, o, true, "//base:base", "//base:globbed", "//mid:mid", "//top:uses_mid")
	if text := strings.Join(r.Failures, "\n"); !strings.Contains(text, "package //base cannot be loaded") || !strings.Contains(text, "nonsense") {
		t.Errorf("failures: %s", text)
	}
	if _, told := r.Affected["//leaf:leaf"]; told {
		t.Error("what does not depend on the broken package is told")
	}
	w.write(t, "base/BUILD", "load(")
	ask(t, o, true, "//base:base", "//mid:mid", "//top:uses_mid")
	w.git(t, "checkout", "-q", "-f", base)
	w.write(t, "MODULE.bazel", "module(")
	ask(t, o, true, "//leaf:leaf", "//top:ext", "//mid:mid_test")

	// A base without a snapshot: content alone changed since one that has it.
	w.git(t, "checkout", "-q", "-f", base)
	w.write(t, "base/base.txt", "later")
	o.Base = w.commit(t)
	w.write(t, "mid/data.txt", "new")
	r = ask(t, o, false, "//mid:mid_test")
	if _, told := r.Affected["//base:base"]; told || r.Queries != 0 {
		t.Errorf("the base's own change is told, or Bazel was asked (%d times)", r.Queries)
	}
	// The same where a BUILD file changed: it is made.
	w.replace(t, "leaf/BUILD", "echo leaf", "echo later")
	o.Base = w.commit(t)
	w.write(t, "base/plain.txt", "new")
	r = ask(t, o, false, "//base:chosen")
	if _, told := r.Affected["//leaf:leaf"]; told || r.Queries != 1 {
		t.Errorf("the base's own change is told, or Bazel was asked %d times, want once", r.Queries)
	}
	if r = ask(t, o, false, "//base:chosen"); r.Queries != 0 {
		t.Errorf("Bazel was asked %d times though there is a snapshot now", r.Queries)
	}
}

func TestInterruptedAndConcurrent(t *testing.T) {
	w, o := asker(t)
	o.Store = snapshot.Dir{Path: t.TempDir()} // Without the snapshot.
	w.write(t, "base/base.txt", "new")
	before := w.git(t, "status", "--porcelain", "--ignored") + w.git(t, "worktree", "list")
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := determine.Run(ctx, o); err == nil {
		t.Error("an interrupted run has a result")
	}
	if after := w.git(t, "status", "--porcelain", "--ignored") + w.git(t, "worktree", "list"); after != before {
		t.Errorf("left behind:\n%s\n%s", before, after)
	}
	if locks, _ := filepath.Glob(w.path(".git/*.lock")); len(locks) > 0 {
		t.Errorf("locks left behind: %v", locks)
	}
	results := make(chan error, 3)
	for range 3 {
		go func() {
			own := o
			own.Progress = func(string) {}
			r, err := determine.Run(t.Context(), own)
			if err == nil && len(r.Affected) == 0 {
				err = fmt.Errorf("nothing is affected")
			}
			results <- err
		}()
	}
	for range 3 {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
}

// TestRandom makes commits of several random edits. The seed of a failure is in
// the name of its subtest.
func TestRandom(t *testing.T) {
	w, o := asker(t)
	before := w.truth(t)
	o.Head = "HEAD"
	all := slices.DeleteFunc(edits(), func(e edit) bool { return e.extra >= 99 })
	for seed := range uint64(12) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			o.Progress = func(text string) { t.Log(text) }
			w.git(t, "checkout", "-q", "-f", o.Base)
			random := rand.New(rand.NewPCG(seed, 0))
			touched := map[string]bool{}
			for range 2 + random.IntN(3) {
				e := all[random.IntN(len(all))]
				if group := group(e.name); !touched[group] { // Two of one group may not both be possible.
					touched[group] = true
					t.Log(e.name)
					e.do(t, w)
				}
			}
			w.commit(t)
			r, err := determine.Run(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			w.compare(t, edit{queries: 2, extra: 99}, before, r)
		})
	}
}

// group is of edits that change the same files: those of definitions.
func group(name string) string {
	for _, word := range []string{"director", "link", "package", "glob", "target", "BUILD", "attribute", "dependency", "toolchain", "MODULE", "alias", "test_suite", "tags"} {
		if strings.Contains(name, word) {
			return "definitions"
		}
	}
	return name
}
