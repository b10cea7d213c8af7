package graph

import "slices"

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
	case d.Before.Digest == d.After.Digest && slices.Equal(d.Before.Inputs, d.After.Inputs):
		return "is configured otherwise"
	}
	return "its definition changed"
}

// Compare are the targets that differ between two graphs, sorted by label. How
// targets are configured is compared where both graphs know it and configured
// is set.
func Compare(base, head *Graph, configured bool) []Difference {
	var out []Difference
	before, after := base.detail(), head.detail()
	walkBoth(base, head, func(label string, i, j int) {
		switch {
		case i < 0:
			out = append(out, Difference{label, nil, head.At(j)})
		case j < 0:
			out = append(out, Difference{label, base.At(i), nil})
		case before.Digests[i] != after.Digests[j] || base.c.Kinds[i] != head.c.Kinds[j] || base.Class(i) != head.Class(j) ||
			configured && before.Configs[i] != after.Configs[j] || !sameInputs(base, head, i, j):
			out = append(out, Difference{label, base.At(i), head.At(j)})
		}
	})
	return out
}

// sameInputs says whether a rule depends on the same in two graphs. Of what else there is
// the digest tells.
func sameInputs(base, head *Graph, i, j int) bool {
	if base == head || base.Kind(i) != Rule {
		return true
	}
	return slices.EqualFunc(base.detail().Inputs.Of(uint32(i)), head.detail().Inputs.Of(uint32(j)), func(a, b uint32) bool {
		return base.c.Labels[a] == head.c.Labels[b]
	})
}

// walkBoth goes through the targets of two graphs by label; the number is -1 in
// the graph that has no such target.
func walkBoth(base, head *Graph, do func(label string, base, head int)) {
	merge(base.c.Labels, head.c.Labels, func(label string, i, j int) {
		if i >= 0 && base.c.Kinds[i] == 0 {
			i = -1
		}
		if j >= 0 && head.c.Kinds[j] == 0 {
			j = -1
		}
		if i >= 0 || j >= 0 {
			do(label, i, j)
		}
	})
}

// merge goes through two sorted tables at once.
func merge(a, b []string, do func(label string, i, j int)) {
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch {
		case j == len(b) || i < len(a) && a[i] < b[j]:
			do(a[i], i, -1)
			i++
		case i == len(a) || b[j] < a[i]:
			do(b[j], -1, j)
			j++
		default:
			do(a[i], i, j)
			i++
			j++
		}
	}
}
