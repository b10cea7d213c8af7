//go:build bazel

package affected_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/affected/determine"
	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
)

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

// states asks in the states that a checkout may be in.
func (s subject) states(t *testing.T) {
	w, o := s.start(t)
	base := o.Base
	if made, _, err := determine.Snapshot(t.Context(), o); made || err != nil {
		t.Errorf("a second time: made = %v, %v", made, err)
	}

	if r := ask(t, o, false); len(r.Affected) != 0 || r.Queries != 0 {
		t.Errorf("nothing changed: %v, %d queries", r.Affected, r.Queries)
	}

	// The work tree: tracked, staged and untracked files.
	must(t, w.Write("base/base.txt", "dirty"))
	must(t, w.Write("new/BUILD", "genrule(name = \"n\", outs = [\"o\"], cmd = \"echo > $@\")\n"))
	git(t, w, "add", "new/BUILD")
	must(t, w.Write("base/g/untracked.txt", "u"))
	ask(t, o, false, "//base:base", "//mid:mid", "//new:n", "//base:globbed")

	// A commit while the work tree is dirty is looked at in a directory of our own.
	status := git(t, w, "status", "--porcelain")
	o.Head = "HEAD~0"
	git(t, w, "commit", "-qm", "new", "--", "new/BUILD")
	dirty := git(t, w, "status", "--porcelain")
	r := ask(t, o, false, "//new:n")
	if _, told := r.Affected["//base:base"]; told {
		t.Error("a commit is affected by what is not committed")
	}
	if after := git(t, w, "status", "--porcelain"); after != dirty || status == dirty {
		t.Errorf("the checkout changed:\n%s\n%s", dirty, after)
	}

	// A package that cannot be loaded counts as affected, with all that uses it.
	git(t, w, "checkout", "-q", "-f", base)
	git(t, w, "clean", "-qfd")
	must(t, w.Replace("base/BUILD", "filegroup(", "nonsense("))
	o.Head = determine.Worktree
	r = ask(t, o, true, "//base:base", "//base:globbed", "//mid:mid", "//top:uses_mid")
	if text := strings.Join(r.Failures, "\n"); !strings.Contains(text, "package //base cannot be loaded") || !strings.Contains(text, "nonsense") {
		t.Errorf("failures: %s", text)
	}
	if _, told := r.Affected["//leaf:leaf"]; told {
		t.Error("what does not depend on the broken package is told")
	}
	must(t, w.Write("base/BUILD", "load("))
	ask(t, o, true, "//base:base", "//mid:mid", "//top:uses_mid")
	git(t, w, "checkout", "-q", "-f", base)
	must(t, w.Write("MODULE.bazel", "module("))
	ask(t, o, true, "//leaf:leaf", "//top:ext", "//mid:mid_test")

	// A base without a snapshot: content alone changed since one that has it.
	git(t, w, "checkout", "-q", "-f", base)
	must(t, w.Write("base/base.txt", "later"))
	o.Base = commit(t, w)
	must(t, w.Write("mid/data.txt", "new"))
	r = ask(t, o, false, "//mid:mid_test")
	if _, told := r.Affected["//base:base"]; told || r.Queries != 0 {
		t.Errorf("the base's own change is told, or Bazel was asked (%d times)", r.Queries)
	}
	// The same where a BUILD file changed: it is made.
	must(t, w.Replace("leaf/BUILD", "echo leaf", "echo later"))
	o.Base = commit(t, w)
	must(t, w.Write("base/plain.txt", "new"))
	r = ask(t, o, false, "//base:chosen")
	if _, told := r.Affected["//leaf:leaf"]; told || r.Queries != 1 {
		t.Errorf("the base's own change is told, or Bazel was asked %d times, want once", r.Queries)
	}
	if r = ask(t, o, false, "//base:chosen"); r.Queries != 0 {
		t.Errorf("Bazel was asked %d times though there is a snapshot now", r.Queries)
	}
}

// interrupted asks where nothing is known of the base: with little patience, and several
// at once.
func (s subject) interrupted(t *testing.T) {
	w, o := s.start(t)
	o.Store = snapshot.Dir{Path: t.TempDir()} // Without the snapshot.
	must(t, w.Write("base/base.txt", "new"))
	before := git(t, w, "status", "--porcelain", "--ignored") + git(t, w, "worktree", "list")
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := determine.Run(ctx, o); err == nil {
		t.Error("an interrupted run has a result")
	}
	if after := git(t, w, "status", "--porcelain", "--ignored") + git(t, w, "worktree", "list"); after != before {
		t.Errorf("left behind:\n%s\n%s", before, after)
	}
	if locks, _ := filepath.Glob(w.Path(".git/*.lock")); len(locks) > 0 {
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
