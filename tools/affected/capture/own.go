package capture

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/loads"
	"github.com/gloriousflywheel/flywheel/tools/affected/module"
	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
)

// OwnRepo says whether a repository is of an extension or a repository rule that the
// main module has: what Bazel calls those begins with its name, or with nothing.
func OwnRepo(name string) bool {
	name = strings.TrimPrefix(name, "_main")
	return strings.HasPrefix(name, "~") || strings.HasPrefix(name, "+")
}

// LoadOwn are the packages that load files of such repositories, by what the base's
// files load; read reads files of the workspace. False says that more may depend on
// what those repositories have.
func LoadOwn(read func(name string) ([]byte, error), base *snapshot.Snapshot) (packages []string, ok bool) {
	names, ok := module.OwnRepos(read)
	if !ok {
		return nil, false
	}
	of := map[string]bool{}
	for _, f := range base.Loads() {
		for _, label := range f.Loads {
			repo, canonical := strings.CutPrefix(label, "@@")
			repo, _, _ = strings.Cut(strings.TrimPrefix(repo, "@"), "//")
			if loads.External(label) && (canonical && OwnRepo(repo) || !canonical && names[repo]) {
				of[label] = true
			}
		}
	}
	for _, user := range base.Loads().Users(slices.Sorted(maps.Keys(of))) {
		switch {
		case user == loads.Others:
			return nil, false
		case buildFile(user):
			packages = append(packages, graph.Package(user))
		}
	}
	return packages, true
}

// Own is of a state in which repositories of the main module's extensions may be made
// otherwise than in a base, and no others: their targets as far as the base knows them,
// and all else as it is in the graph.
func Own(ctx context.Context, r Request, base *snapshot.Snapshot, rest *graph.Graph) (*snapshot.Snapshot, error) {
	r.Progress("asking Bazel for targets of the repositories")
	var labels []string
	for _, label := range outsideLabels(base.Graph) {
		if OwnRepo(graph.Repository(label)) {
			labels = append(labels, label)
		}
	}
	owns := func(pattern string) bool { return !OwnRepo(graph.Repository(pattern)) }
	patterns := slices.DeleteFunc(append(elsewhere(base.Registered), remade(base, labels)...), owns)
	words := quote(append(patterns, labels...))
	s := &snapshot.Snapshot{Registered: base.Registered, Repos: maps.Clone(base.Repos), Graph: rest}
	if len(words) == 0 { // Nobody takes anything from them.
		s.Release = base.Release
		return s, nil
	}
	answer, err := r.Bazel.QueryWithout(ctx, strings.Join(words, " + "), expected(base.Registered))
	if err != nil {
		return nil, err
	}
	nodes := slices.DeleteFunc(slices.Clone(rest.Nodes()), func(n graph.Node) bool { return OwnRepo(graph.Repository(n.Label)) })
	s.Problems, s.Broken = answer.Problems, answer.Broken
	s.Graph = graph.New(append(nodes, known(answer.Nodes, base)...))
	external, err := release(ctx, r, s)
	if err != nil {
		return nil, err
	}
	now, err := fingerprints(r, external, base)
	for name := range maps.Clone(s.Repos) {
		if OwnRepo(name) {
			delete(s.Repos, name)
		}
	}
	for name, repo := range now {
		if OwnRepo(name) {
			s.Repos[name] = repo
		}
	}
	return s, err
}
