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
	"github.com/gloriousflywheel/flywheel/tools/affected/module"
	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
)

// remade looks at what depends on other repositories, of which some may be made of
// something else. How targets are configured it need not ask as long as nothing is
// affected by which toolchains and platforms are chosen, which costs several times
// what the rest does.
func (e *engine) remade(ctx context.Context, reason string) error {
	if e.snap.Derived || !e.snap.Configured || len(e.snap.Registered) == 0 {
		return e.all(ctx, reason)
	}
	e.Progress("looking at all packages and at other repositories: " + reason)
	b, root, err := e.headBazel(ctx)
	if err != nil {
		return err
	}
	s, err := capture.Outside(ctx, capture.Request{Bazel: b, Root: root, Prefix: e.repo.Prefix, Progress: e.Progress}, e.snap)
	if failed := new(bazelq.CommandError); errors.As(err, &failed) || err == nil && !e.comparable(s) {
		return e.all(ctx, reason) // Which tells what is wrong.
	}
	if err != nil {
		return err
	}
	return e.settle(ctx, b, s, reason, nil)
}

// retagged looks at the repositories of the workspace's own extensions, and at the
// packages that load files of them.
func (e *engine) retagged(ctx context.Context, v *classify.Verdict) error {
	reason := v.Retagged[0]
	users, ok := capture.LoadOwn(func(name string) ([]byte, error) { return e.head.Read(ctx, e.repo.Prefix+name) }, e.snap)
	if !ok || e.snap.Derived || !e.snap.Configured || len(e.snap.Registered) == 0 || len(e.snap.Broken) > 0 {
		return e.remade(ctx, reason)
	}
	packages := maps.Clone(v.Packages)
	for _, pkg := range users {
		packages[pkg] = reason
	}
	if len(packages) > 0 {
		if err := e.packages(ctx, packages, true); err != nil {
			return err
		}
	}
	e.Progress("looking at repositories: " + reason)
	b, root, err := e.headBazel(ctx)
	if err != nil {
		return err
	}
	s, err := capture.Own(ctx, capture.Request{Bazel: b, Root: root, Prefix: e.repo.Prefix, Progress: e.Progress}, e.snap, e.after)
	if failed := new(bazelq.CommandError); errors.As(err, &failed) || err == nil && (!e.comparable(s) || len(e.result.Failures) > 0) {
		e.result.Failures = nil
		return e.remade(ctx, reason) // Which tells what is wrong.
	}
	if err != nil {
		return err
	}
	if err := e.settle(ctx, b, s, reason, v.Implemented); err != nil || e.escalated {
		return err
	}
	if why := e.suspect(v.Suspects); why != "" {
		return e.remade(ctx, why)
	}
	return nil
}

// settle makes seeds of what a state of the head has otherwise than the base, unless
// toolchains may be chosen otherwise; changed are further targets that are.
func (e *engine) settle(ctx context.Context, b *bazelq.Bazel, s *snapshot.Snapshot, reason string, changed map[string]string) (err error) {
	e.after = graph.New(e.carry(s.Graph.Nodes()))
	seeds := map[string]string{}
	repos := slices.DeleteFunc(e.otherRepos(s), func(name string) bool {
		labels := e.within(name)
		for _, label := range labels {
			seeds[label] = otherwise(name)
		}
		_, was := e.snap.Repos[name]
		// One that was not there and that nothing names is of an earlier use of this Bazel;
		// one of files alone has no toolchains.
		return !was && len(labels) == 0 || s.Repos[name].Plain
	})
	all := maps.Clone(seeds)
	maps.Copy(all, changed)
	why, settings := e.resolution(all)
	for _, label := range slices.Sorted(maps.Keys(settings)) {
		why = settings[label]
	}
	if why == "" {
		why, err = e.toolchains(ctx, b, repos)
	}
	if err != nil {
		return err
	}
	if why != "" {
		return e.all(ctx, why)
	}
	e.compareDefinitions(false, reason)
	for label, text := range seeds {
		e.seed(label, text)
	}
	return e.renamed(ctx, s)
}

// renamed makes seeds of the repositories that the workspace calls otherwise than it did:
// by these names what uses them looks for their files when it runs.
func (e *engine) renamed(ctx context.Context, s *snapshot.Snapshot) error {
	var states [2]module.Module
	for i, source := range []gitdiff.Source{e.base, e.head} {
		var err error
		states[i], err = module.Read(func(name string) ([]byte, error) { return source.Read(ctx, e.repo.Prefix+name) })
		if err != nil {
			return err
		}
	}
	others := module.CalledOtherwise(states[0], states[1])
	for repo := range e.eitherRepos(s) {
		if !slices.ContainsFunc(others, func(name string) bool { return module.Is(repo, name) }) {
			continue
		}
		for _, label := range e.within(repo) {
			e.seed(label, "the module files call repository "+repo+" otherwise")
		}
	}
	return nil
}

// comparable says whether a state of the head tells enough.
func (e *engine) comparable(s *snapshot.Snapshot) bool {
	return len(s.Problems) == 0 && len(s.Broken) == 0 && s.Release == e.snap.Release && slices.Equal(s.Registered, e.snap.Registered)
}

// toolchains says why one of the repositories may have toolchains or platforms that
// a module registers which Bazel has not had to fetch; empty if none has any.
func (e *engine) toolchains(ctx context.Context, b *bazelq.Bazel, repos []string) (string, error) {
	words := make([]string, 0, len(repos))
	for _, name := range repos {
		words = append(words, bazelq.Quote("@@"+name+"//...:all-targets"))
	}
	if len(words) == 0 {
		return "", nil
	}
	answer, err := b.Query(ctx, `kind("(toolchain|platform) rule", `+strings.Join(words, " + ")+")")
	if failed := new(bazelq.CommandError); errors.As(err, &failed) {
		return "the repositories " + strings.Join(repos, ", ") + " were made from something else, and may have toolchains", nil
	}
	if err != nil || len(answer.Nodes) == 0 {
		return "", err
	}
	return fmt.Sprintf("%s is in a repository that was made from something else", answer.Nodes[0].Label), nil
}
