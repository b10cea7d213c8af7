package determine

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/affected/bazelq"
	"github.com/gloriousflywheel/flywheel/tools/affected/capture"
	"github.com/gloriousflywheel/flywheel/tools/affected/gitdiff"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
)

// packages asks for the targets of single packages at the head, and makes seeds
// of those that differ. Whole says that what the head's rules depend on will be looked at.
func (e *engine) packages(ctx context.Context, packages map[string]string, whole bool) error {
	names := slices.Sorted(maps.Keys(packages))
	asked := map[string]bool{}
	for _, pkg := range names {
		if e.exists(ctx, pkg) {
			asked[pkg] = true
		}
	}
	var answer bazelq.Answer
	if len(asked) > 0 {
		b, _, err := e.headBazel(ctx)
		if err != nil {
			return err
		}
		answer, err = e.ask(ctx, b, slices.Sorted(maps.Keys(asked)), whole)
		var failed *bazelq.CommandError
		if errors.As(err, &failed) {
			answer.Problems, err = []string{failed.Error()}, nil
		}
		if err != nil {
			return err
		}
	}
	dirty := map[string]bool{}
	for _, pkg := range names {
		dirty[pkg] = true
	}
	broken := e.broken(answer, asked)
	e.after = e.before.Replace(dirty, e.keep(answer, broken))
	for _, d := range graph.Compare(e.before, e.after, false) {
		if reason := packages[graph.Package(d.Label)]; !e.onlyGroup(d, reason) {
			e.seed(d.Label, d.Text()+" ("+reason+")")
		}
	}
	for _, pkg := range broken {
		for i := range e.after.Below("//" + pkg + ":") {
			e.seed(e.after.Label(i), "its package cannot be loaded")
		}
	}
	return nil
}

// many is from how many packages on it is worth not to be told what their rules depend on.
const many = 100

// ask asks for packages. What depends on a rule that is new or another is found without
// what that depends on: it is left out of many, unless that is looked at, too.
func (e *engine) ask(ctx context.Context, b *bazelq.Bazel, packages []string, whole bool) (bazelq.Answer, error) {
	e.Progress(fmt.Sprintf("asking Bazel for %d packages", len(packages)))
	if whole || e.Exact || len(packages) < many {
		return b.Query(ctx, bazelq.Packages(packages))
	}
	return b.QueryBriefly(ctx, bazelq.Packages(packages))
}

// keep adds to what Bazel told what is known of those targets, and the base's targets
// of packages that it could not load: they may well be there when that is mended.
func (e *engine) keep(answer bazelq.Answer, broken []string) []graph.Node {
	all := slices.Clone(answer.Nodes)
	for i := range all { // What it does not use is known of one that is as before.
		old := e.before.Node(all[i].Label)
		if old == nil || old.Digest != all[i].Digest || old.Class != all[i].Class {
			continue
		}
		if answer.Brief {
			all[i].Inputs = old.Inputs
		}
		if slices.Equal(all[i].Inputs, old.Inputs) {
			all[i].Unused = old.Unused
		}
	}
	if len(broken) == 0 {
		return all
	}
	told := graph.New(all)
	for _, pkg := range broken {
		for i := range e.before.Below("//" + pkg + ":") {
			if told.Node(e.before.Label(i)) == nil {
				all = append(all, *e.before.At(i))
			}
		}
	}
	return all
}

// broken are the packages that could not be loaded; it reports them.
func (e *engine) broken(a bazelq.Answer, asked map[string]bool) []string {
	if len(a.Problems) == 0 && len(a.Broken) == 0 {
		return nil
	}
	broken := capture.Broken(a, asked)
	if len(broken) == 0 {
		// An error that belongs to no package may be of any.
		broken = slices.Sorted(maps.Keys(asked))
	}
	for _, pkg := range broken {
		e.unloadable(pkg)
	}
	e.result.Failures = append(e.result.Failures, a.Problems...)
	return broken
}

// unloadable reports a package of the head.
func (e *engine) unloadable(pkg string) {
	since := " at the head"
	if slices.Contains(e.snap.Broken, pkg) {
		since = ", as it could not before the change"
	}
	e.result.Failures = append(e.result.Failures, "package //"+pkg+" cannot be loaded"+since+": all its targets, and what depends on them, count as affected")
}

// exists says whether the head has a package's BUILD file.
func (e *engine) exists(ctx context.Context, pkg string) bool {
	if e.before.HasPackage(pkg) && !e.moved(pkg) {
		return true
	}
	if packageIn(ctx, e.head, e.repo.Prefix, pkg) {
		return true
	}
	// The package may lie below a symbolic link or in a submodule, where the tree
	// of a commit does not show it: then Bazel is to say.
	tree, ok := e.head.(gitdiff.Tree)
	return ok && (e.throughLink(pkg) || tree.Repo.InSubmodule(ctx, tree.Commit, e.repo.Prefix+pkg))
}

// moved says whether a package that was there may not be any more.
func (e *engine) moved(pkg string) bool {
	if e.structural == nil {
		e.structural = map[string]bool{}
		for _, c := range e.result.Changes {
			if c.Structural() || c.Tree() || c.NewMode == gitdiff.ModeSymlink {
				e.structural[c.Path] = true
			}
		}
	}
	if len(e.structural) == 0 {
		return false
	}
	dir := path.Join(e.repo.Prefix, pkg)
	gone := e.structural[path.Join(dir, "BUILD")] || e.structural[path.Join(dir, "BUILD.bazel")] || e.throughLink(pkg)
	for ; !gone && dir != "." && dir != ""; dir = path.Dir(dir) {
		gone = e.structural[dir]
	}
	return gone
}

func (e *engine) throughLink(pkg string) bool {
	for _, l := range e.snap.Links {
		if strings.HasPrefix(e.repo.Prefix+pkg+"/", l.Path+"/") {
			return true
		}
	}
	return false
}

// resolution says why toolchains or platforms may be chosen otherwise, and which build
// settings may have other values, with the reason; empty if they are not. Remade are
// further targets that count as changed.
func (e *engine) resolution(remade map[string]string) (choice string, settings map[string]string) {
	if e.before == e.after && len(remade) == 0 {
		return "", nil
	}
	settings = map[string]string{}
	implementations := map[string]bool{}
	for _, g := range []*graph.Graph{e.before, e.after} {
		for i := range g.All() {
			for _, label := range g.Attrs(i)["toolchain"] {
				implementations[graph.Canonical(label)] = true
			}
		}
	}
	changed := map[string]string{}
	maps.Copy(changed, remade)
	for _, d := range graph.Compare(e.before, e.after, false) {
		changed[d.Label] = d.Text()
	}
	for label := range graph.Reach(e.before, e.after, changed) {
		for _, g := range []*graph.Graph{e.before, e.after} {
			n := g.Node(label)
			if n == nil {
				continue
			}
			why := "the definition of " + n.Label + " (" + n.Class + ") is affected, by which toolchains or configurations are chosen"
			if capture.Resolves(n.Class) || n.Class == "alias" && implementations[label] {
				return why, nil
			}
			if n.Attrs["build_setting_default"] != nil {
				settings[label] = why
			}
		}
	}
	return "", settings
}

// settled says whether the graph tells what a build setting's value can change: of
// other releases of Bazel that is not known.
func (e *engine) settled() bool {
	return e.snap.Configured && !e.snap.Derived && e.snap.Tells()
}

// suspect says why a module extension may have read a changed file; empty if none
// can have.
func (e *engine) suspect(suspects []string) string {
	if !e.snap.Extensions {
		return ""
	}
	for _, p := range suspects {
		if !e.isSource(p) {
			return p + " changed, which no target has as a source: a module extension may have read it"
		}
	}
	return ""
}

func (e *engine) isSource(p string) bool {
	g := e.after
	if g == nil {
		g = e.snap.Graph
	}
	for pkg := p; pkg != ""; {
		if at := strings.LastIndex(pkg, "/"); at >= 0 {
			pkg = pkg[:at]
		} else {
			pkg = ""
		}
		if g.HasPackage(pkg) {
			_, ok := g.Find("//" + pkg + ":" + strings.TrimPrefix(strings.TrimPrefix(p, pkg), "/"))
			return ok
		}
	}
	return false
}

// all looks at the whole graph of the head, at how its targets are configured,
// and at what external repositories were made from.
func (e *engine) all(ctx context.Context, reason string) error {
	e.escalated = true
	e.Progress("looking at all packages: " + reason)
	b, root, err := e.headBazel(ctx)
	if err != nil {
		return err
	}
	s, err := capture.Run(ctx, capture.Request{Bazel: b, Root: root, Prefix: e.repo.Prefix, Configure: true, Progress: e.Progress})
	var failed *bazelq.CommandError
	if errors.As(err, &failed) {
		e.result.Failures = append(e.result.Failures, failed.Error())
		e.everything = append(e.everything, "the head cannot be loaded")
		e.after = e.before
		return nil
	}
	if err != nil {
		return err
	}
	if len(s.Problems) > 0 {
		s.Graph = e.keepBroken(ctx, s)
	}
	e.compare(s, reason)
	return e.renamed(ctx, s)
}

// keepBroken adds to the head's graph the base's targets of packages that are
// still there and could not be loaded.
func (e *engine) keepBroken(ctx context.Context, s *snapshot.Snapshot) *graph.Graph {
	nodes := slices.Clone(s.Graph.Nodes())
	for pkg := range e.before.Packages() {
		if s.Graph.HasPackage(pkg) && !slices.Contains(s.Broken, pkg) || !e.exists(ctx, pkg) {
			continue
		}
		for i := range e.before.Below("//" + pkg + ":") {
			if s.Graph.Node(e.before.Label(i)) == nil {
				nodes = append(nodes, *e.before.At(i))
			}
		}
	}
	return graph.New(nodes)
}

// compare makes seeds of what differs between the snapshot and the head's.
func (e *engine) compare(s *snapshot.Snapshot, reason string) {
	e.after = s.Graph
	switch {
	case s.Release != e.snap.Release:
		e.everything = append(e.everything, "Bazel is "+s.Release+", and the base's was "+e.snap.Release)
	case len(s.Problems) > 0:
		for _, pkg := range s.Broken {
			e.unloadable(pkg)
		}
		e.result.Failures = append(e.result.Failures, s.Problems...)
		e.everything = append(e.everything, "not all packages of the head can be loaded")
	case !s.Configured:
		e.everything = append(e.everything, reason+", and the head cannot be analysed")
	case !e.snap.Configured:
		e.everything = append(e.everything, reason+", and the base could not be analysed, to compare how targets are configured")
	default:
		e.lost(s)
	}
	e.compareDefinitions(true, reason)
	for _, name := range e.otherRepos(s) {
		e.refill(name, otherwise(name))
	}
}

// refill makes seeds of all targets of an external repository.
func (e *engine) refill(name, reason string) {
	e.repos[name] = true
	for _, label := range e.within(name) {
		e.seed(label, reason)
	}
}

// within are the labels of an external repository, in either state.
func (e *engine) within(repo string) []string {
	var labels []string
	for _, g := range []*graph.Graph{e.before, e.after} {
		labels = slices.AppendSeq(labels, g.Mentioned("@@"+repo+"//"))
	}
	return labels
}

// lost reports the targets that could be analysed at the base and cannot at the head;
// they are among those that are configured otherwise.
func (e *engine) lost(s *snapshot.Snapshot) {
	var labels []string
	for _, d := range graph.Compare(e.before, e.after, true) {
		if d.Before != nil && d.After != nil && d.After.Main() && d.Before.Config != (graph.Digest{}) && d.After.Config == (graph.Digest{}) {
			labels = append(labels, d.Label)
		}
	}
	if len(labels) > 0 {
		e.result.Failures = append(e.result.Failures, fmt.Sprintf("%d targets, such as %s, could be analysed at the base and cannot at the head: they count as affected", len(labels), labels[0]))
		e.result.Failures = append(e.result.Failures, s.Unanalysed...)
	}
}

// compareDefinitions makes seeds of the targets that differ, configured or not.
func (e *engine) compareDefinitions(configured bool, reason string) {
	for _, d := range graph.Compare(e.before, e.after, configured) {
		if d.Label != capture.AnyToolchain {
			e.seed(d.Label, d.Text()+" ("+reason+")")
		}
	}
}

// otherwise is the reason of what is in a repository that otherRepos names.
func otherwise(repo string) string { return "repository " + repo + " was made from something else" }

// eitherRepos are the external repositories of the base and of a state of the head.
func (e *engine) eitherRepos(s *snapshot.Snapshot) map[string]snapshot.Repo {
	repos := maps.Clone(s.Repos)
	maps.Copy(repos, e.snap.Repos)
	return repos
}

// otherRepos are the external repositories that were made from something else than
// the base's, sorted; it remembers them.
func (e *engine) otherRepos(s *snapshot.Snapshot) []string {
	for name := range e.eitherRepos(s) {
		// One that Bazel has not made, such as one that only a select() names, has none.
		if e.snap.Repos[name].Fingerprint != s.Repos[name].Fingerprint {
			e.repos[name] = true
		}
	}
	return slices.Sorted(maps.Keys(e.repos))
}
