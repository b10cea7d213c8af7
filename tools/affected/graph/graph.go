// Package graph holds what one query says of a workspace's targets and finds
// what depends on what.
package graph

import (
	"cmp"
	"slices"
	"strings"
)

// Kinds of targets, as "bazel query --output=label_kind" calls them.
const (
	Rule             = "rule"
	SourceFile       = "source file"
	GeneratedFile    = "generated file"
	PackageGroup     = "package group"
	EnvironmentGroup = "environment group"
)

// Digest tells two states of a target apart; it says nothing of what the target
// depends on. The zero value is that of a target nothing is known of.
type Digest [16]byte

// Node is a target.
type Node struct {
	// Label in canonical form; without repository for the main one: "//pkg:name".
	Label string
	// Kind is one of the kinds above.
	Kind string
	// Class is the rule's class, such as "genrule"; empty for other kinds.
	Class string
	// Digest is over all that the target's package says of it.
	Digest Digest
	// Config is over how the target is configured: in which configurations, and
	// with which dependencies in theirs. Zero where the query did not tell.
	Config Digest
	// Attrs are the values of the few attributes that are kept, by name.
	Attrs map[string][]string
	// Inputs are the labels of what it depends on directly, sorted.
	Inputs []string
	// Extra are the labels of what it depends on in some configuration and not by
	// its definition, sorted: toolchains, execution platforms.
	Extra []string
}

// Test says whether the target is a test.
func (n *Node) Test() bool { return n.Kind == Rule && strings.HasSuffix(n.Class, "_test") }

// KindName is the kind as "bazel query --output=label_kind" writes it.
func (n *Node) KindName() string {
	if n.Kind == Rule {
		return n.Class + " rule"
	}
	return n.Kind
}

// Main says whether the target is in the main repository.
func (n *Node) Main() bool { return strings.HasPrefix(n.Label, "//") }

// Package is the label's package, with its repository unless that is the main
// one: "pkg", or "@@repo//pkg".
func Package(label string) string {
	pkg, _, _ := strings.Cut(label, ":")
	return strings.TrimPrefix(pkg, "//")
}

// Repository is the canonical name of the label's repository; empty for the
// main one.
func Repository(label string) string {
	if !strings.HasPrefix(label, "@@") {
		return ""
	}
	repo, _, _ := strings.Cut(label[2:], "//")
	return repo
}

// Canonical is a label without the main repository's "@@".
func Canonical(label string) string {
	if rest, ok := strings.CutPrefix(label, "@@//"); ok {
		return "//" + rest
	}
	return label
}

// Graph is a set of targets. It is not changed once made.
type Graph struct {
	nodes []Node
	index map[string]int32
}

// New makes a graph. Of two nodes with one label the last counts.
func New(nodes []Node) *Graph {
	sorted := slices.Clone(nodes)
	slices.SortStableFunc(sorted, func(a, b Node) int { return cmp.Compare(a.Label, b.Label) })
	g := &Graph{index: make(map[string]int32, len(sorted))}
	for _, n := range sorted {
		if last := len(g.nodes) - 1; last >= 0 && g.nodes[last].Label == n.Label {
			g.nodes[last] = n
			continue
		}
		g.index[n.Label] = int32(len(g.nodes))
		g.nodes = append(g.nodes, n)
	}
	return g
}

// Nodes are all targets, sorted by label; not to be changed.
func (g *Graph) Nodes() []Node { return g.nodes }

// Node is the target with the label; nil if there is none.
func (g *Graph) Node(label string) *Node {
	if i, ok := g.index[label]; ok {
		return &g.nodes[i]
	}
	return nil
}

// Packages are the packages of the main repository that have targets.
func (g *Graph) Packages() map[string]bool {
	packages := map[string]bool{}
	for i := range g.nodes {
		if g.nodes[i].Main() {
			packages[Package(g.nodes[i].Label)] = true
		}
	}
	return packages
}

// Repositories are the external repositories of the graph, by canonical name.
func (g *Graph) Repositories() []string {
	set := map[string]bool{}
	for i := range g.nodes {
		if repo := Repository(g.nodes[i].Label); repo != "" {
			set[repo] = true
		}
	}
	repos := make([]string, 0, len(set))
	for repo := range set {
		repos = append(repos, repo)
	}
	slices.Sort(repos)
	return repos
}

// Replace is the graph in which the targets of the given packages are the given
// nodes, and no others.
func (g *Graph) Replace(packages map[string]bool, nodes []Node) *Graph {
	var all []Node
	for _, n := range g.nodes {
		if !packages[Package(n.Label)] {
			all = append(all, n)
		}
	}
	for _, n := range nodes {
		if packages[Package(n.Label)] {
			all = append(all, n)
		}
	}
	return New(all)
}
