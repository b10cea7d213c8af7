package graph

import (
	"cmp"
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
	reverse := reverseEdges(base, head)
	affected := make(Affected, len(seeds))
	queue := make([]string, 0, len(seeds))
	for label, text := range seeds {
		affected[label] = Reason{Text: text}
		queue = append(queue, label)
	}
	slices.Sort(queue)
	for len(queue) > 0 {
		label := queue[0]
		queue = queue[1:]
		for _, user := range reverse[label] {
			if _, ok := affected[user]; !ok {
				affected[user] = Reason{From: label, Distance: affected[label].Distance + 1}
				queue = append(queue, user)
			}
		}
	}
	return affected
}

// reverseEdges are the users of each label in either graph, sorted.
func reverseEdges(base, head *Graph) map[string][]string {
	reverse := make(map[string][]string, len(head.nodes))
	for i := range head.nodes {
		n := &head.nodes[i]
		n.each(func(input string) { reverse[input] = append(reverse[input], n.Label) })
	}
	if base == head {
		return reverse
	}
	touched := map[string]bool{}
	for i := range base.nodes {
		n := &base.nodes[i]
		if other := head.Node(n.Label); other != nil && slices.Equal(other.Inputs, n.Inputs) && slices.Equal(other.Extra, n.Extra) {
			continue
		}
		n.each(func(input string) {
			reverse[input] = append(reverse[input], n.Label)
			touched[input] = true
		})
	}
	for input := range touched {
		slices.Sort(reverse[input])
		reverse[input] = slices.Compact(reverse[input])
	}
	return reverse
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

// A Difference is a target that is not the same in two graphs.
type Difference struct {
	Label string
	// Before and After are the target in each; nil where it is not.
	Before, After *Node
}

// Text says how they differ, for people.
func (d Difference) Text() string {
	switch {
	case d.Before == nil:
		return "new target"
	case d.After == nil:
		return "target was deleted"
	case d.Before.Kind != d.After.Kind || d.Before.Class != d.After.Class:
		return "was " + d.Before.KindName() + ", is " + d.After.KindName()
	case d.Before.Digest == d.After.Digest:
		return "is configured otherwise"
	}
	return "its definition changed"
}

// Compare are the targets that differ between two graphs, sorted by label. How
// targets are configured is compared where both graphs know it and configured
// is set.
func Compare(base, head *Graph, configured bool) []Difference {
	var out []Difference
	for i := range head.nodes {
		after := &head.nodes[i]
		before := base.Node(after.Label)
		if before == nil || before.Digest != after.Digest || before.Kind != after.Kind || before.Class != after.Class ||
			configured && before.Config != after.Config {
			out = append(out, Difference{after.Label, before, after})
		}
	}
	for i := range base.nodes {
		if before := &base.nodes[i]; head.Node(before.Label) == nil {
			out = append(out, Difference{before.Label, before, nil})
		}
	}
	slices.SortFunc(out, func(a, b Difference) int { return cmp.Compare(a.Label, b.Label) })
	return out
}
