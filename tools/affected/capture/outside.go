package capture

import (
	"context"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/affected/bazelq"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
)

// Outside is of a state whose modules are those of a base, and of which other
// repositories may be made otherwise: all targets of the main repository, and the
// base's of others, by their definitions only. Whether anything is missing is for
// the caller to see: then its Problems or its Registered tell. It has no Mappings, and
// Plain only where a repository is made of something else.
func Outside(ctx context.Context, r Request, base *snapshot.Snapshot) (*snapshot.Snapshot, error) {
	r.Progress("asking Bazel for all targets")
	labels := outsideLabels(base.Graph)
	words := slices.Concat([]string{bazelq.Own}, quote(elsewhere(base.Registered)), quote(remade(base, labels)))
	if len(labels) > 0 {
		words = append(words, "set("+strings.Join(quote(labels), " ")+")")
	}
	answer, err := r.Bazel.QueryWithout(ctx, strings.Join(words, " + "), expected(base.Registered))
	if err != nil {
		return nil, err
	}
	s := &snapshot.Snapshot{Problems: answer.Problems, Broken: answer.Broken, Graph: graph.New(known(answer.Nodes, base))}
	external, err := release(ctx, r, s)
	if err != nil {
		return nil, err
	}
	s.Registered, s.Registrations, err = stillRegistered(ctx, r, external, base)
	if err == nil {
		s.Repos, err = fingerprints(r, external, base)
	}
	return s, err
}

// known are the targets of an answer without those of other repositories that the base
// has not. The packages of remade have more in them; of that only a toolchain would tell.
func known(nodes []graph.Node, base *snapshot.Snapshot) []graph.Node {
	return slices.DeleteFunc(nodes, func(n graph.Node) bool {
		_, known := base.Graph.Find(n.Label)
		return !known && graph.Repository(n.Label) != "" && !Resolves(n.Class)
	})
}

// expected says of a message of Bazel that it is of a target or repository that is
// gone, which its absence tells as well. That must not be what is registered.
func expected(registered []string) func(message string) bool {
	gone := regexp.MustCompile(`^ERROR: Skipping '(@@[^']+)': no such (?:target|package) .*(?:not declared|BUILD file not found|is not defined)`)
	return func(message string) bool {
		m := gone.FindStringSubmatch(message)
		return m != nil && !slices.Contains(registered, m[1])
	}
}

// remade are patterns of those of a base's repositories that Bazel made, and of which
// no label is. To ask for them has Bazel make them again where it would
// for a build: what modules register that it need not fetch is in such ones.
func remade(base *snapshot.Snapshot, labels []string) []string {
	known := map[string]bool{}
	for _, label := range labels {
		known[graph.Repository(label)] = true
	}
	var patterns []string
	for name, repo := range base.Repos {
		if repo.Fingerprint != "" && !known[name] {
			patterns = append(patterns, "@@"+name+"//:all")
		}
	}
	slices.Sort(patterns)
	return patterns
}

// outsideLabels are the labels of a graph's targets in other repositories.
func outsideLabels(g *graph.Graph) []string {
	var labels []string
	for i := range g.Below("@@") {
		labels = append(labels, g.Label(i))
	}
	return labels
}

// elsewhere are the patterns that are not of the main repository.
func elsewhere(patterns []string) []string {
	return slices.DeleteFunc(slices.Clone(patterns), func(p string) bool { return strings.HasPrefix(p, "//") })
}

func quote(words []string) []string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = bazelq.Quote(word)
	}
	return quoted
}

// outside adds the definitions of targets of other repositories, of which analysis
// tells how they are configured, and the toolchains that modules register.
func outside(ctx context.Context, r Request, external string, s *snapshot.Snapshot) error {
	r.Progress("asking Bazel for targets of other repositories")
	registered, registrations, err := registered(ctx, r, external)
	if err != nil {
		return err
	}
	words := quote(slices.Concat(elsewhere(registered), outsideLabels(s.Graph)))
	var answer bazelq.Answer
	if len(words) > 0 {
		if answer, err = r.Bazel.Query(ctx, "set("+strings.Join(words, " ")+")"); err != nil {
			return err
		}
	}
	for i := range answer.Nodes {
		n := &answer.Nodes[i]
		if old := s.Graph.Node(n.Label); old != nil {
			n.Config, n.Extra = old.Config, without(slices.Concat(old.Inputs, old.Extra), n.Inputs)
		}
	}
	s.Graph = graph.New(append(slices.Clone(s.Graph.Nodes()), answer.Nodes...))
	if len(answer.Problems) == 0 {
		s.Registered, s.Registrations = registered, registrations
	}
	return nil
}

// without are the labels that are not among others, sorted.
func without(labels, others []string) []string {
	var left []string
	for _, label := range labels {
		if _, among := slices.BinarySearch(others, label); !among {
			left = append(left, label)
		}
	}
	slices.Sort(left)
	return slices.Compact(left)
}

// fingerprints are the repositories that Bazel has made, with what tells whether
// they are made of the same; of those that are not, Plain says whether they have files
// alone.
func fingerprints(r Request, external string, base *snapshot.Snapshot) (map[string]snapshot.Repo, error) {
	names, err := made(external)
	if err != nil {
		return nil, err
	}
	root, err := filepath.EvalSymlinks(r.Root)
	if err != nil {
		return nil, err
	}
	repos := map[string]snapshot.Repo{}
	for _, name := range names {
		var repo snapshot.Repo
		repo.Fingerprint, repo.Inputs, _, err = readMarker(root, r.Prefix, external, name)
		if err != nil {
			return nil, err
		}
		if repo.Fingerprint != base.Repos[name].Fingerprint {
			repo.Plain = plain(filepath.Join(external, name))
		}
		repos[name] = repo
	}
	return repos, nil
}
