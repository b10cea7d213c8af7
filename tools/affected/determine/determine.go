// Package determine finds the targets that a change affects. It is the way into
// the program affected for other programs: Run answers one question, Snapshot makes
// what later questions need; packages snapshot and store keep that, output and
// stacks say what the answer means.
//
// It asks Bazel only
// where files have changed from which Bazel makes its graph, only about the state
// after the change, and only about the packages concerned; for the state before
// it takes a snapshot, or makes one.
//
// It never leaves out a target that the change affects. Where it cannot tell it
// takes more, and says so in the result's notes.
package determine

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/affected/capture"
	"github.com/gloriousflywheel/flywheel/tools/affected/classify"
	"github.com/gloriousflywheel/flywheel/tools/affected/gitdiff"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
)

// Worktree as the head means the files as they are on disk: tracked, staged,
// and untracked ones that are not ignored.
const Worktree = "WORKTREE"

// ErrNotWorkspace says that a directory is no Bazel workspace.
var ErrNotWorkspace = errors.New("it is no Bazel workspace")

// Options are a question.
type Options struct {
	// Workspace is a directory in the Bazel workspace's repository, where
	// MODULE.bazel or WORKSPACE lies.
	Workspace string
	// Base and Head are revisions; Head may be Worktree.
	Base, Head string
	// MergeBase compares with where the head's history left the base's, instead
	// of with the base itself.
	MergeBase bool
	// Bazel is the Bazel program; empty to find one.
	Bazel string
	// Flags are flags for Bazel, as for builds.
	Flags []string
	// Exact leaves out what the change reaches and whose actions are the same all
	// the same, at the cost of looking at the actions of all that it reaches.
	Exact bool
	// Store keeps snapshots.
	Store snapshot.Store
	// Cache is a directory for checkouts of commits and for Bazel's work on them.
	Cache string
	// Progress is told what is being done, for people.
	Progress func(string)
}

// Result is the answer.
type Result struct {
	// Base and Head are the commits that were compared; the Head of a work tree
	// has no ID.
	Base, Head gitdiff.Commit
	// Changes are the files that differ.
	Changes []gitdiff.Change
	// Before and After are the targets of the two states. They are the same graph
	// where no file changed from which Bazel makes it. Where a hundred packages or more
	// were looked at, rules of After that are new or others lack Inputs.
	Before, After *graph.Graph
	// Affected are the affected labels, those of sources and of other
	// repositories among them, and of targets that are only in Before.
	Affected graph.Affected
	// Reached are all labels that the change reaches: Affected, unless Options.Exact
	// found that some are made as before. It has the way to each.
	Reached graph.Affected
	// Notes say where more was taken than may be affected, and why.
	Notes []string
	// Failures say what could not be loaded at the head: what depends on it counts
	// as affected.
	Failures []string
	// Queries is how many times Bazel was asked, Refining how many of them were for
	// Options.Exact.
	Queries, Refining int
}

// Deleted says whether a label is of a target that the change deletes.
func (r *Result) Deleted(label string) bool {
	return r.After.Node(label) == nil && r.Before.Node(label) != nil
}

// Path is the way from the change to an affected label, the changed target first
// and the label last, and what changed there; empty if the label is not affected.
func (r *Result) Path(label string) (path []string, reason string) {
	reached := r.Reached
	if reached == nil {
		reached = r.Affected
	}
	if _, ok := r.Affected[label]; !ok {
		return nil, ""
	}
	path = reached.Path(label)
	return path, reached[path[0]].Text
}

// Run answers.
func Run(ctx context.Context, o Options) (*Result, error) {
	e := &engine{Options: o, result: &Result{}, repos: map[string]bool{}}
	defer e.close()
	if err := e.open(ctx); err != nil {
		return nil, err
	}
	if len(e.result.Changes) == 0 { // Nothing has to be known to say so.
		e.result.Before, e.result.After, e.result.Affected = graph.New(nil), graph.New(nil), graph.Affected{}
		e.result.Reached = e.result.Affected
		return e.result, nil
	}
	if err := e.snapshot(ctx); err != nil {
		return nil, err
	}
	verdict, err := e.answer(ctx)
	if err == nil && e.derivedFails(verdict) {
		// The whole of the base has to be known after all.
		if err = e.make(ctx); err == nil {
			verdict, err = e.answer(ctx)
		}
	}
	if err == nil && e.Exact {
		asked := e.result.Queries
		err = e.refine(ctx, verdict)
		e.result.Refining = e.result.Queries - asked
	}
	if err != nil {
		return nil, err
	}
	return e.result, e.snap.Err()
}

// answer finds what is affected, with the snapshot that there is.
func (e *engine) answer(ctx context.Context) (*classify.Verdict, error) {
	verdict, err := e.classify(ctx, e.result.Changes, e.base, e.head, true)
	if err != nil {
		return nil, err
	}
	e.before, e.after = e.snap.Graph, e.snap.Graph
	e.seeds, e.contents, e.groups = maps.Clone(verdict.Seeds), map[string]bool{}, map[string]string{}
	for label := range e.seeds {
		i, ok := e.before.Find(label)
		e.contents[label] = ok && e.before.Kind(i) == graph.SourceFile
	}
	for label, reason := range verdict.Implemented {
		e.seed(label, reason)
	}
	if err := e.look(ctx, verdict); err != nil {
		return nil, err
	}
	e.whole(verdict)
	e.visibility(verdict)
	e.queries(verdict)
	e.finish(verdict)
	return verdict, nil
}

// derivedFails says whether the answer is coarse because it was not known how
// targets of the base are configured. It then forgets the answer.
func (e *engine) derivedFails(v *classify.Verdict) bool {
	_, assumed := e.result.Reached[capture.AnyToolchain]
	if !e.snap.Derived || !assumed && !e.escalated && len(v.Settings) == 0 {
		return false
	}
	e.Progress("the base has to be known better: how its targets are configured")
	e.escalated, e.everything, e.result.Failures, e.repos = false, nil, nil, map[string]bool{}
	return true
}

// look asks Bazel, as far as the verdict wants it.
func (e *engine) look(ctx context.Context, v *classify.Verdict) error {
	if len(v.Settings) > 0 && (e.escalated || len(v.All)+len(v.Remade)+len(v.Retagged) > 0 || !e.settled()) {
		e.reconfigured(v)
	}
	if e.escalated { // There is no base to compare with.
		return nil
	}
	if len(v.All) > 0 {
		return e.all(ctx, v.All[0])
	}
	if len(v.Remade) > 0 {
		return e.remade(ctx, v.Remade[0])
	}
	if len(v.Retagged) > 0 {
		return e.retagged(ctx, v)
	}
	if len(v.Packages) > 0 {
		if err := e.packages(ctx, v.Packages, false); err != nil {
			return err
		}
	}
	if done, err := e.configuration(ctx, v); done || err != nil {
		return err
	}
	if why := e.suspect(v.Suspects); why != "" {
		return e.remade(ctx, why)
	}
	return nil
}

// configuration looks at whether toolchains, platforms and build settings are others.
// It says whether all was looked at.
func (e *engine) configuration(ctx context.Context, v *classify.Verdict) (done bool, err error) {
	if len(v.Settings) > 0 && !e.settled() { // Everything counts as affected.
		return false, nil
	}
	changed := maps.Clone(v.Settings)
	maps.Copy(changed, v.Implemented)
	choice, settings := e.resolution(changed)
	if choice != "" && len(v.Settings) > 0 {
		e.reconfigured(v)
		return false, nil
	}
	if choice != "" {
		return true, e.all(ctx, choice)
	}
	maps.Copy(settings, v.Settings)
	for _, label := range slices.Sorted(maps.Keys(settings)) {
		if !e.settled() {
			return true, e.all(ctx, settings[label])
		}
		e.seed(label, settings[label])
		e.seed(capture.OtherConfigurations, settings[label])
	}
	return false, nil
}

// reconfigured lets everything count as affected by build settings. To compare how all
// is configured would tell no less: all is in another configuration.
func (e *engine) reconfigured(v *classify.Verdict) {
	v.Options = slices.AppendSeq(v.Options, maps.Values(v.Settings))
}

// whole makes seeds of all targets of packages and repositories that count as changed.
func (e *engine) whole(v *classify.Verdict) {
	for _, name := range slices.Sorted(maps.Keys(v.Refilled)) {
		e.refill(name, v.Refilled[name])
	}
	for _, g := range []*graph.Graph{e.before, e.after} {
		for pkg, reason := range v.Whole {
			for i := range g.Below("//" + pkg + ":") {
				e.seed(g.Label(i), reason)
			}
		}
	}
}

func (e *engine) finish(v *classify.Verdict) {
	e.everything = append(e.everything, v.Everything...)
	e.rigid = len(e.everything) > 0
	e.everything = append(e.everything, v.Options...)
	affected := graph.ReachContents(e.before, e.after, e.seeds, e.contents)
	for label := range affected {
		// How targets are configured by build settings was compared.
		if !v.Flagged[label] {
			continue
		}
		if n := e.after.Node(label); n == nil || n.Attrs["build_setting_default"] == nil {
			e.everything = append(e.everything, fmt.Sprintf("a flag of Bazel names %s, which is affected", label))
		}
	}
	slices.Sort(e.everything)
	e.sweep(v)
	if len(e.everything) > 0 {
		e.note("everything counts as affected: " + e.everything[0])
	}
	if len(e.everything) > 0 || len(v.Tests) > 0 {
		affected = graph.ReachContents(e.before, e.after, e.seeds, e.contents)
	}
	e.result.Before, e.result.After, e.result.Affected, e.result.Reached = e.before, e.after, affected, affected
}

// sweep makes seeds of all targets, or of all tests, where all count as affected.
func (e *engine) sweep(v *classify.Verdict) {
	if len(e.everything) == 0 && len(v.Tests) == 0 {
		return
	}
	for i := range e.after.Below("//") {
		n := e.after.Brief(i)
		switch {
		case n.Kind == graph.SourceFile:
		case len(e.everything) > 0:
			e.seed(n.Label, e.everything[0])
		case n.Test():
			e.seed(n.Label, v.Tests[0])
		}
	}
}

func (e *engine) seed(label, reason string) {
	e.contents[label] = false // Whoever says so looked at more.
	if _, ok := e.seeds[label]; !ok {
		e.seeds[label] = reason
	}
}

func (e *engine) note(text string) {
	if !slices.Contains(e.result.Notes, text) {
		e.result.Notes = append(e.result.Notes, text)
		e.Progress("note: " + text)
	}
}
