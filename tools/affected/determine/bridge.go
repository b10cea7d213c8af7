package determine

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/affected/bazelq"
	"github.com/gloriousflywheel/flywheel/tools/affected/capture"
	"github.com/gloriousflywheel/flywheel/tools/affected/classify"
	"github.com/gloriousflywheel/flywheel/tools/affected/gitdiff"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/loads"
)

// bridge makes of the snapshot of an ancestor one of the base: as it is where only
// contents changed from the one to the other, else by asking Bazel for the packages
// that did. It says whether that was possible.
func (e *engine) bridge(ctx context.Context, ancestor gitdiff.Commit) (bool, error) {
	changes, err := e.repo.Diff(ctx, ancestor, e.result.Base)
	if err != nil {
		return false, err
	}
	v, err := e.classify(ctx, changes, gitdiff.Tree{Repo: e.repo, Commit: ancestor}, e.base, false)
	if err != nil || len(v.All) > 0 || len(v.Remade) > 0 || len(v.Retagged) > 0 || len(v.Everything) > 0 || len(v.Options) > 0 || len(v.Settings) > 0 || len(e.snap.Broken) > 0 || e.suspect(v.Suspects) != "" {
		return false, err
	}
	for pkg, change := range v.Visibility { // Its digests are others now.
		v.Packages[pkg] = change.Reason
	}
	e.stale(v)
	// Links may lead elsewhere now: those of both states count.
	e.snap.Links = append(slices.Clone(e.snap.Links), e.newLinks(ctx, changes, e.base)...)
	if v.ContentOnly() {
		return true, nil
	}
	return e.derive(ctx, v, changes)
}

// stale notes in the snapshot the repositories that the changes make anew: they may be
// made from other files now.
func (e *engine) stale(v *classify.Verdict) {
	e.snap.Repos = maps.Clone(e.snap.Repos)
	for name := range v.Refilled {
		repo := e.snap.Repos[name]
		repo.Inputs = []string{"/"}
		e.snap.Repos[name] = repo
	}
}

// derive looks at the packages that changed from an ancestor to the base.
func (e *engine) derive(ctx context.Context, v *classify.Verdict, changes []gitdiff.Change) (bool, error) {
	dirty, asked := map[string]bool{}, map[string]bool{}
	for pkg := range v.Packages {
		dirty[pkg] = true
		if packageIn(ctx, e.base, e.repo.Prefix, pkg) {
			asked[pkg] = true
		}
	}
	if len(dirty) > len(e.snap.Graph.Packages())/2 {
		return false, nil // A new one tells more for hardly more.
	}
	answer, err := e.askBase(ctx, slices.Sorted(maps.Keys(asked)))
	if failed := new(bazelq.CommandError); errors.As(err, &failed) || err == nil && (len(answer.Problems) > 0 || len(answer.Broken) > 0) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	next := e.snap.Graph.Replace(dirty, e.carry(answer.Nodes))
	if !e.closed(answer.Nodes) {
		return false, nil
	}
	e.before, e.after = e.snap.Graph, next
	if choice, settings := e.resolution(nil); choice != "" || len(settings) > 0 {
		return false, nil
	}
	load, unreadable, err := e.reload(ctx, changes, slices.Sorted(maps.Keys(asked)))
	if err != nil || len(unreadable) > 0 {
		return false, err
	}
	s := *e.snap
	s.Graph, s.Tree, s.Derived, s.Refined = capture.Assume(e.used(next)), e.result.Base.Tree, true, false
	s.SetLoads(func() loads.Graph { return load })
	e.snap = &s
	return true, e.keepSnapshot(ctx)
}

// askBase asks for packages as they are at the base: where only sources changed
// since, that is as they are at the head.
func (e *engine) askBase(ctx context.Context, packages []string) (bazelq.Answer, error) {
	if len(packages) == 0 {
		return bazelq.Answer{}, nil
	}
	ask := e.headBazel
	if !plainChanges(e.result.Changes) {
		e.result.Queries++
		ask = func(ctx context.Context) (*bazelq.Bazel, string, error) { return e.privateBazel(ctx, e.result.Base) }
	}
	b, _, err := ask(ctx)
	if err != nil {
		return bazelq.Answer{}, err
	}
	e.Progress(fmt.Sprintf("asking Bazel for %d packages that changed since the nearest snapshot", len(packages)))
	return b.Query(ctx, bazelq.Packages(packages))
}

// plainChanges says whether the changes are of the contents of files that Bazel
// does not load.
func plainChanges(changes []gitdiff.Change) bool {
	return !slices.ContainsFunc(changes, func(c gitdiff.Change) bool {
		name := c.Path[strings.LastIndex(c.Path, "/")+1:]
		return c.Structural() || c.Tree() || c.NewMode == gitdiff.ModeSymlink || strings.HasPrefix(name, "BUILD") || strings.HasSuffix(name, ".bzl") ||
			strings.HasSuffix(name, ".scl") || strings.Contains(name, "bazel") || strings.HasPrefix(name, "WORKSPACE")
	})
}

// carry gives targets that are defined as before what is known of how they are
// configured.
func (e *engine) carry(nodes []graph.Node) []graph.Node {
	out := slices.Clone(nodes)
	for i := range out {
		if old := e.snap.Graph.Node(out[i].Label); old != nil && old.Digest == out[i].Digest && old.Class == out[i].Class && slices.Equal(old.Inputs, out[i].Inputs) {
			out[i].Extra, out[i].Config, out[i].Unused = old.Extra, old.Config, old.Unused
		}
	}
	return out
}

// used is a graph that was made from the snapshot's where what differs, and what depends
// on it, may use more of its inputs than before: conditions of select() are among it.
func (e *engine) used(next *graph.Graph) *graph.Graph {
	changed := map[string]string{}
	for _, d := range graph.Compare(e.snap.Graph, next, false) {
		changed[d.Label] = d.Text()
	}
	reached := graph.Reach(e.snap.Graph, next, changed)
	nodes := slices.Clone(next.Nodes())
	for i := range nodes {
		if _, is := reached[nodes[i].Label]; is {
			nodes[i].Unused = nil
		}
	}
	return graph.New(nodes)
}

// closed says whether all that the targets depend on in other repositories is
// known: then what it depends on is, too.
func (e *engine) closed(nodes []graph.Node) bool {
	for _, n := range nodes {
		for _, input := range n.Inputs {
			if _, known := e.snap.Graph.Find(input); !known && graph.Repository(input) != "" {
				return false
			}
		}
	}
	return true
}

// reload reads again what the changed files load at the base.
func (e *engine) reload(ctx context.Context, changes []gitdiff.Change, packages []string) (loads.Graph, []string, error) {
	changed := map[string]bool{}
	for _, c := range changes {
		if p, in := strings.CutPrefix(c.Path, e.repo.Prefix); in {
			changed[p] = true
		}
	}
	return capture.Reload(e.snap.Loads(), changed, packages, func(name string) ([]byte, error) { return e.base.Read(ctx, e.repo.Prefix+name) })
}

// packageIn says whether one state has a package's BUILD file.
func packageIn(ctx context.Context, source gitdiff.Source, prefix, pkg string) bool {
	if pkg != "" {
		prefix += pkg + "/"
	}
	for _, name := range []string{"BUILD.bazel", "BUILD"} {
		if _, err := source.Read(ctx, prefix+name); err == nil {
			return true
		}
	}
	return false
}

// fromHead makes the base's snapshot of the head, where only contents of sources
// changed between them: their graphs are one, and the user's own Bazel can tell it,
// which stays warm for the build after. It says whether that was possible.
func (e *engine) fromHead(ctx context.Context) (bool, error) {
	if ok, err := e.checkedOut(ctx); !ok || err != nil || !plainChanges(e.result.Changes) {
		return false, err
	}
	b, root, err := e.headBazel(ctx)
	if err != nil {
		return false, err
	}
	flagged, err := e.flagged(ctx, e.base)
	if err != nil {
		return false, err
	}
	e.Progress("there is no snapshot of " + e.result.Base.ID[:12] + " yet: only sources changed, so it is made of the head")
	s, err := capture.Run(ctx, capture.Request{Bazel: b, Root: root, Prefix: e.repo.Prefix, Configure: true, Flagged: flagged, Progress: e.Progress})
	if failed := new(bazelq.CommandError); errors.As(err, &failed) || err == nil && len(s.Broken) > 0 {
		return false, nil
	}
	if err == nil {
		err = capture.Tree(ctx, e.repo, e.result.Base, s)
	}
	if err != nil {
		return false, err
	}
	e.snap = s
	v, err := e.classify(ctx, e.result.Changes, e.base, e.head, false)
	if err != nil || !v.ContentOnly() || len(v.Everything) > 0 || len(v.Options) > 0 || e.suspect(v.Suspects) != "" {
		e.snap = nil
		return false, err
	}
	e.stale(v)
	e.remark(s)
	return true, e.keepSnapshot(ctx)
}
