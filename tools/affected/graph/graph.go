// Package graph holds what one query says of a workspace's targets and finds
// what depends on what.
//
// A Graph is columns of numbers over a sorted table of labels, so that one of a
// hundred thousand targets is read from a file in some milliseconds: a Node is
// made only when somebody looks at it, and what only comparisons need stays
// compressed until then.
package graph

import (
	"iter"
	"slices"
	"sort"
	"strings"
	"sync"
)

// Graph is a set of targets. It is not changed once made.
type Graph struct {
	c      Columns
	nodes  func() []Node
	users  func() Edges
	detail func() Detail
}

// Columns are a graph as numbers. A target's number is the place of its label.
type Columns struct {
	// Labels of all targets and of all that they depend on, sorted.
	Labels []string
	// Kinds are places in KindNames; zero for a label that no target has.
	Kinds []uint8
	// Classes are the rules' classes as places in ClassNames, of which the first
	// is empty.
	Classes    []uint32
	ClassNames []string
	// Attrs are the kept attributes, by target.
	Attrs map[uint32]map[string][]string
	// Users are the reverse of Inputs, but for Unused, and Extra together; nil to be made
	// of them.
	Users func() Edges
	// Detail is the rest.
	Detail func() Detail
}

// Detail is what only comparisons need.
type Detail struct {
	// Inputs and Extra are what each target depends on, as numbers, sorted; Unused are
	// those of the Inputs that count for nothing.
	Inputs, Unused, Extra Edges
	// Digests and Configs are those of the nodes.
	Digests, Configs []Digest
}

// Edges are lists of targets' numbers, one for each target.
type Edges struct {
	// Start is where each list starts in To; the last entry is where they end.
	Start []uint32
	To    []uint32
}

// used are the Inputs but for Unused.
func (d Detail) used() Edges {
	if len(d.Unused.To) == 0 {
		return d.Inputs
	}
	out := Edges{Start: make([]uint32, 1, len(d.Inputs.Start))}
	for i := range uint32(len(d.Inputs.Start) - 1) {
		unused := d.Unused.Of(i)
		for _, input := range d.Inputs.Of(i) {
			if !slices.Contains(unused, input) {
				out.To = append(out.To, input)
			}
		}
		out.Start = append(out.Start, uint32(len(out.To)))
	}
	return out
}

// Of is the list of a target.
func (e Edges) Of(i uint32) []uint32 {
	if int(i)+1 >= len(e.Start) {
		return nil
	}
	return e.To[e.Start[i]:e.Start[i+1]]
}

// KindNames are the kinds of targets as numbers; the first is of none.
func KindNames() []string {
	return []string{"", Rule, SourceFile, GeneratedFile, PackageGroup, EnvironmentGroup, Pseudo}
}

// FromColumns makes a graph of columns, as a file has them.
func FromColumns(c Columns) *Graph {
	g := &Graph{c: c}
	g.detail = sync.OnceValue(c.Detail)
	g.users = sync.OnceValue(func() Edges {
		if c.Users != nil {
			return c.Users()
		}
		d := g.detail()
		return reverse(len(c.Labels), d.used(), d.Extra)
	})
	g.nodes = sync.OnceValue(g.materialize)
	return g
}

// Columns are the graph as numbers, the users among them.
func (g *Graph) Columns() Columns {
	c := g.c
	c.Users, c.Detail = g.users, g.detail
	return c
}

// reverse are the users of each target.
func reverse(n int, lists ...Edges) Edges {
	count := make([]uint32, n+1)
	for _, e := range lists {
		for _, to := range e.To {
			count[to+1]++
		}
	}
	for i := range n {
		count[i+1] += count[i]
	}
	out := Edges{Start: count, To: make([]uint32, count[n])}
	next := slices.Clone(count[:n])
	for i := range uint32(n) {
		for _, e := range lists {
			for _, to := range e.Of(i) {
				out.To[next[to]] = i
				next[to]++
			}
		}
	}
	return out
}

// Len is the number of labels, of targets and of what they depend on.
func (g *Graph) Len() int { return len(g.c.Labels) }

// Label is the label with a number.
func (g *Graph) Label(i int) string { return g.c.Labels[i] }

// Kind is the kind of the target with a number; empty where the label is no
// target's.
func (g *Graph) Kind(i int) string { return KindNames()[g.c.Kinds[i]] }

// Class is the class of the rule with a number.
func (g *Graph) Class(i int) string { return g.c.ClassNames[g.c.Classes[i]] }

// Attrs are the kept attributes of the target with a number.
func (g *Graph) Attrs(i int) map[string][]string { return g.c.Attrs[uint32(i)] }

// Find is the number of a target; false if there is none.
func (g *Graph) Find(label string) (int, bool) {
	i, ok := g.number(label)
	return i, ok && g.c.Kinds[i] != 0
}

func (g *Graph) number(label string) (int, bool) {
	i := sort.SearchStrings(g.c.Labels, label)
	return i, i < len(g.c.Labels) && g.c.Labels[i] == label
}

// Nodes are all targets, sorted by label; not to be changed.
func (g *Graph) Nodes() []Node { return g.nodes() }

func (g *Graph) materialize() []Node {
	nodes := make([]Node, 0, len(g.c.Labels))
	for i := range g.c.Labels {
		if g.c.Kinds[i] != 0 {
			nodes = append(nodes, *g.At(i))
		}
	}
	return nodes
}

// Node is the target with the label; nil if there is none.
func (g *Graph) Node(label string) *Node {
	i, ok := g.Find(label)
	if !ok {
		return nil
	}
	return g.At(i)
}

// At is the target with a number.
func (g *Graph) At(i int) *Node {
	d := g.detail()
	return &Node{
		Label: g.c.Labels[i], Kind: kindName(g.Kind(i)), Class: g.Class(i), Attrs: g.Attrs(i),
		Digest: d.Digests[i], Config: d.Configs[i], Inputs: g.labels(d.Inputs.Of(uint32(i))), Unused: g.labels(d.Unused.Of(uint32(i))), Extra: g.labels(d.Extra.Of(uint32(i))),
	}
}

// Brief is the target with a number, without its digests and inputs.
func (g *Graph) Brief(i int) *Node {
	return &Node{Label: g.c.Labels[i], Kind: kindName(g.Kind(i)), Class: g.Class(i), Attrs: g.Attrs(i)}
}

// kindName is the kind that nodes have: pseudo targets have none.
func kindName(kind string) string {
	if kind == Pseudo {
		return ""
	}
	return kind
}

func (g *Graph) labels(numbers []uint32) []string {
	if len(numbers) == 0 {
		return nil
	}
	labels := make([]string, len(numbers))
	for i, n := range numbers {
		labels[i] = g.c.Labels[n]
	}
	return labels
}

// Users are the numbers of the targets that depend on the one with a number.
func (g *Graph) Users(i int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for _, user := range g.users().Of(uint32(i)) {
			if !yield(int(user)) {
				return
			}
		}
	}
}

// HasPackage says whether a package, as Package writes it, has targets.
func (g *Graph) HasPackage(pkg string) bool {
	prefix := pkg + ":"
	if !strings.HasPrefix(pkg, "@@") {
		prefix = "//" + prefix
	}
	for range g.Below(prefix) {
		return true
	}
	return false
}

// Below are the numbers of the targets whose labels begin with a prefix.
func (g *Graph) Below(prefix string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := sort.SearchStrings(g.c.Labels, prefix); i < len(g.c.Labels) && strings.HasPrefix(g.c.Labels[i], prefix); i++ {
			if g.c.Kinds[i] != 0 && !yield(i) {
				return
			}
		}
	}
}

// Mentioned are the labels with a prefix, of targets and of what they depend on.
func (g *Graph) Mentioned(prefix string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := sort.SearchStrings(g.c.Labels, prefix); i < len(g.c.Labels) && strings.HasPrefix(g.c.Labels[i], prefix); i++ {
			if !yield(g.c.Labels[i]) {
				return
			}
		}
	}
}

// All are the numbers of all targets.
func (g *Graph) All() iter.Seq[int] { return g.Below("") }

// Packages are the packages of the main repository that have targets.
func (g *Graph) Packages() map[string]bool {
	packages, last := map[string]bool{}, ""
	for i, label := range g.c.Labels {
		if g.c.Kinds[i] == 0 || !strings.HasPrefix(label, "//") || last != "" && strings.HasPrefix(label, last) {
			continue
		}
		packages[Package(label)] = true
		last = label[:strings.Index(label+":", ":")+1]
	}
	return packages
}

// Repositories are the external repositories of the graph's targets and of what
// they depend on, by canonical name.
func (g *Graph) Repositories() []string {
	set := map[string]bool{}
	for _, label := range g.c.Labels {
		if repo := Repository(label); repo != "" {
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
