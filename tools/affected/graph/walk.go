package graph

import (
	"iter"
	"slices"
)

// Reason is why a target is affected.
type Reason struct {
	// Text says what happened to it itself; empty when only a dependency of it is
	// affected.
	Text string
	// From is the dependency through which it was first reached; empty for a
	// target that has a Text.
	From string
	// Distance is the number of dependencies between it and the nearest change.
	Distance int
}

// Affected is a set of targets, by label, each with its reason.
type Affected map[string]Reason

// Reach is what the seeds affect: they and all that depends on them, in either
// of the two graphs. A target that is in one graph only is followed as well.
// Seeds are labels with the text of their reason. Of several shortest paths it
// takes always the same.
func Reach(base, head *Graph, seeds map[string]string) Affected {
	return newWalk(base, head).from(seeds, nil)
}

// ReachContents is Reach where of some of the seeds only what the file holds is another.
// That is nothing to targets of which others is known only how they are defined: queries.
func ReachContents(base, head *Graph, seeds map[string]string, contents map[string]bool) Affected {
	w, queries := newWalk(base, head), map[string]bool{}
	for _, g := range []*Graph{base, head} {
		for i := range g.Queries() {
			queries[g.Label(i)] = true
		}
	}
	affected := w.from(seeds, queries)
	if len(queries) == 0 {
		return affected
	}
	defined := map[string]string{}
	for label, text := range seeds {
		if !contents[label] {
			defined[label] = text
		}
	}
	for label, reason := range w.from(defined, nil) {
		if _, known := affected[label]; !known {
			affected[label] = reason
		}
	}
	return affected
}

// Queries are the numbers of the targets that are queries of how others are defined.
func (g *Graph) Queries() iter.Seq[int] {
	return func(yield func(int) bool) {
		class := slices.Index(g.c.ClassNames, "genquery")
		if class < 0 {
			return
		}
		for i, c := range g.c.Classes {
			if int(c) == class && !yield(i) {
				return
			}
		}
	}
}

// walk is two graphs in one.
type walk struct {
	labels []string
	users  Edges
}

func newWalk(base, head *Graph) walk {
	if base == head {
		return walk{head.c.Labels, head.users()}
	}
	labels, users := union(base, head)
	return walk{labels, users}
}

// from is what the seeds reach, but for what is to be left out, and what only that
// leads to.
func (w walk) from(seeds map[string]string, without map[string]bool) Affected {
	labels, users := w.labels, w.users
	affected := make(Affected, len(seeds))
	var queue []uint32
	for label, text := range seeds {
		affected[label] = Reason{Text: text}
		if i, ok := slices.BinarySearch(labels, label); ok {
			queue = append(queue, uint32(i))
		}
	}
	slices.Sort(queue)
	distance := make([]int32, len(labels))
	for _, i := range queue {
		distance[i] = 1 // One more than it is: zero is of those not reached.
	}
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		for _, user := range users.Of(i) {
			if distance[user] == 0 && !without[labels[user]] {
				distance[user] = distance[i] + 1
				affected[labels[user]] = Reason{From: labels[i], Distance: int(distance[i])}
				queue = append(queue, user)
			}
		}
	}
	return affected
}

// union are the labels of two graphs, and the users of each in either.
func union(base, head *Graph) ([]string, Edges) {
	labels := make([]string, 0, head.Len()+base.Len()/8)
	fromBase, fromHead := make([]uint32, base.Len()), make([]uint32, head.Len())
	merge(base.c.Labels, head.c.Labels, func(label string, i, j int) {
		if i >= 0 {
			fromBase[i] = uint32(len(labels))
		}
		if j >= 0 {
			fromHead[j] = uint32(len(labels))
		}
		labels = append(labels, label)
	})
	before, after := base.detail(), head.detail()
	lists := []Edges{
		renumber(after.used(), fromHead, len(labels)), renumber(after.Extra, fromHead, len(labels)),
		renumber(before.used(), fromBase, len(labels)), renumber(before.Extra, fromBase, len(labels)),
	}
	return labels, reverse(len(labels), lists...)
}

// renumber are the edges with other numbers, of which there are n; the order of
// numbers stays.
func renumber(e Edges, to []uint32, n int) Edges {
	out := Edges{Start: make([]uint32, n+1), To: make([]uint32, len(e.To))}
	for i, number := range to {
		out.Start[number+1] = uint32(len(e.Of(uint32(i))))
	}
	for i := range n {
		out.Start[i+1] += out.Start[i]
	}
	for i, number := range e.To {
		out.To[i] = to[number]
	}
	return out
}

func (n *Node) each(do func(input string)) {
	for _, input := range n.Inputs {
		do(input)
	}
	for _, input := range n.Extra {
		do(input)
	}
}

// Path is the way from the change to the label: the changed target first, the
// label last. It is empty if the label is not affected.
func (a Affected) Path(label string) []string {
	var path []string
	for label != "" {
		reason, ok := a[label]
		if !ok {
			return nil
		}
		path = append(path, label)
		label = reason.From
	}
	slices.Reverse(path)
	return path
}
