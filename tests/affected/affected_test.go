//go:build bazel

// Package affected_test compares what affected says with what Bazel would do:
// on a generated workspace, edit by edit, with the keys of actions, the contents
// of their inputs and the definitions of rules, before and after.
package affected_test

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/gloriousflywheel/flywheel/tests/affected/matrix"
	"github.com/gloriousflywheel/flywheel/tools/affected/determine"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// Bazel runs the tests side by side. To start a workspace's Bazel and to make its first
// snapshot takes as long as many questions: parts that change nothing for the next have
// one in common.

func TestOne(t *testing.T) {
	s := begun(t, matrix.Standard)
	cache := t.TempDir()
	t.Run("killed", func(t *testing.T) { s.killed(t, cache) })
	t.Run("edits", func(t *testing.T) { s.edits(t, matrix.Edits(), 0) })
	t.Run("states", s.states)
	t.Run("first", s.first)
	t.Run("none left", func(t *testing.T) { noneLeft(t, cache) })
}

func TestTwo(t *testing.T) {
	s := begun(t, matrix.Standard)
	t.Run("edits", func(t *testing.T) { s.edits(t, matrix.Edits(), 1) })
	t.Run("random", s.random)
	t.Run("bridge", s.bridge)
	t.Run("interrupted and concurrent", s.interrupted)
}

func TestRare(t *testing.T) {
	t.Run("edits", func(t *testing.T) { begun(t, matrix.Rare).edits(t, matrix.RareEdits(), 0, 1) })
	t.Run("further", func(t *testing.T) { begun(t, matrix.Further).edits(t, matrix.FurtherEdits(), 0, 1) })
}

// A subject is a workspace with a base commit of which there is a snapshot, and the truth
// of it.
type subject struct {
	w      *matrix.Workspace
	o      determine.Options
	before matrix.Truth
}

// start are the workspace as it is at the base, and what to ask about it.
func (s subject) start(t *testing.T) (*matrix.Workspace, determine.Options) {
	t.Helper()
	reset(t, s.w, s.o.Base)
	s.o.Progress = func(text string) { t.Log(text) }
	return s.w, s.o
}

// A maker makes a workspace and its base commit.
type maker func(ctx context.Context, tmp, bazel string) (*matrix.Workspace, string, error)

func (s subject) edits(t *testing.T, all []matrix.Edit, parts ...int) {
	w, o := s.start(t)
	o.Head, o.Exact = "HEAD", true
	for i, e := range all {
		if !slices.Contains(parts, i%2) {
			continue
		}
		t.Run(e.Name, func(t *testing.T) {
			o.Progress = func(text string) { t.Log(text) }
			reset(t, w, o.Base)
			must(t, e.Do(w))
			commit(t, w)
			r, err := determine.Run(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			after := truth(t, w, e.Broken)
			if r.Refining > 1 {
				t.Errorf("Bazel was asked for actions %d times, want once", r.Refining)
			}
			// What the exact answer was chosen from is the answer without.
			reached := *r
			reached.Affected, reached.Queries = r.Reached, r.Queries-r.Refining
			compare(t, w, e, s.before, after, &reached, false)
			if e.Broken {
				return
			}
			e.Queries, e.Extra = e.Queries+1, e.Inexact
			compare(t, w, e, s.before, after, r, true)
		})
	}
}

// TestNames: the name of an edit is the key of figures, and of what is reported.
func TestNames(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range slices.Concat(matrix.Edits(), matrix.RareEdits(), matrix.FurtherEdits()) {
		if seen[e.Name] {
			t.Errorf("two edits are called %q", e.Name)
		}
		seen[e.Name] = true
	}
	if len(seen) < 100 {
		t.Errorf("there are %d kinds of edit", len(seen))
	}
}

// compare holds an answer against the truth.
func compare(t *testing.T, w *matrix.Workspace, e matrix.Edit, before, after matrix.Truth, r *determine.Result, exact bool) {
	t.Helper()
	if len(r.Failures) > 0 && !e.Broken {
		t.Errorf("failures: %q", r.Failures)
	}
	judge(t, w, e, before, after, r, exact)
}

// judge is compare without a look at what cannot be loaded.
func judge(t *testing.T, w *matrix.Workspace, e matrix.Edit, before, after matrix.Truth, r *determine.Result, exact bool) {
	t.Helper()
	affected := before.Affected(after)
	for _, label := range slices.Sorted(maps.Keys(affected)) {
		// What is exact goes by actions.
		if !told(r, label) && !(exact && affected[label] == matrix.DefinedOtherwise) {
			t.Errorf("%s is affected (%s), and is not told", label, affected[label])
		}
	}
	if e.Broken {
		for _, label := range w.Lost(before, after) {
			if !told(r, label) {
				t.Errorf("%s cannot be loaded or analysed any more, and is not told", label)
			}
		}
	}
	extra := slices.DeleteFunc(before.Unaffected(after), func(label string) bool {
		n := r.After.Node(label)
		return !told(r, label) || n.Kind != graph.Rule
	})
	if len(extra) > e.Extra {
		first := r.Affected.Path(extra[0])
		t.Errorf("%d told that are not affected, want at most %d: %v; %v: %s", len(extra), e.Extra, extra, first, r.Affected[first[0]].Text)
	}
	if r.Queries > e.Queries {
		t.Errorf("Bazel was asked %d times, want %d", r.Queries, e.Queries)
	}
	t.Logf("%d affected, %d of them without need; Bazel asked %d times", len(r.Affected), len(extra), r.Queries)
}

func told(r *determine.Result, label string) bool {
	_, affected := r.Affected[label]
	return affected && !r.Deleted(label)
}

// begun is a subject that is made and looked at.
func begun(t *testing.T, make maker) subject {
	t.Helper()
	w, base := made(t, make)
	return subject{w, options(t, w, base), truth(t, w)}
}

// made is a workspace of which nothing is known yet, and its base commit.
func made(t *testing.T, make maker) (*matrix.Workspace, string) {
	t.Helper()
	w, base, err := make(t.Context(), t.TempDir(), testenv.Path(t, "BAZEL"))
	must(t, err)
	t.Cleanup(func() { must(t, w.Close()) })
	return w, base
}

func options(t *testing.T, w *matrix.Workspace, base string) determine.Options {
	t.Helper()
	o := determine.Options{
		Workspace: w.Dir, Base: base, Head: determine.Worktree, MergeBase: true, Exact: true, Bazel: w.Program, Cache: t.TempDir(),
		Store: snapshot.Dir{Path: t.TempDir()}, Progress: func(text string) { t.Log(text) },
	}
	if made, _, err := determine.Snapshot(t.Context(), o); err != nil || !made {
		t.Fatalf("made = %v, %v", made, err)
	}
	o.Exact = false
	return o
}

func truth(t *testing.T, w *matrix.Workspace, broken ...bool) matrix.Truth {
	t.Helper()
	ask := w.Truth
	if slices.Contains(broken, true) {
		ask = w.TruthOfBroken
	}
	result, err := ask()
	must(t, err)
	return result
}

func commit(t *testing.T, w *matrix.Workspace) string {
	t.Helper()
	id, err := w.Commit()
	must(t, err)
	return id
}

func reset(t *testing.T, w *matrix.Workspace, commit string) {
	t.Helper()
	must(t, w.Reset(commit))
}

func git(t *testing.T, w *matrix.Workspace, args ...string) string {
	t.Helper()
	out, err := w.Git(args...)
	must(t, err)
	return out
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
