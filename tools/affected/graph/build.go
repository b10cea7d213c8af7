package graph

import (
	"cmp"
	"slices"
)

// New makes a graph. Of two nodes with one label the last counts.
func New(nodes []Node) *Graph {
	sorted := slices.Clone(nodes)
	slices.SortStableFunc(sorted, func(a, b Node) int { return cmp.Compare(a.Label, b.Label) })
	unique := sorted[:0]
	for _, n := range sorted {
		if last := len(unique) - 1; last >= 0 && unique[last].Label == n.Label {
			unique[last] = n
			continue
		}
		unique = append(unique, n)
	}
	b := builder{numbers: map[string]uint32{}, classes: map[string]uint32{"": 0}}
	b.c.ClassNames = []string{""}
	b.label(unique)
	b.fill(unique)
	return FromColumns(b.c)
}

type builder struct {
	c       Columns
	numbers map[string]uint32
	classes map[string]uint32
}

// label numbers all labels.
func (b *builder) label(nodes []Node) {
	add := func(label string) {
		if _, ok := b.numbers[label]; !ok {
			b.numbers[label] = 0
			b.c.Labels = append(b.c.Labels, label)
		}
	}
	for i := range nodes {
		add(nodes[i].Label)
		nodes[i].each(add)
	}
	slices.Sort(b.c.Labels)
	for i, label := range b.c.Labels {
		b.numbers[label] = uint32(i)
	}
}

// fill fills the columns; the nodes are in the labels' order.
func (b *builder) fill(nodes []Node) {
	n := len(b.c.Labels)
	b.c.Kinds, b.c.Classes, b.c.Attrs = make([]uint8, n), make([]uint32, n), map[uint32]map[string][]string{}
	d := Detail{Digests: make([]Digest, n), Configs: make([]Digest, n)}
	next := 0
	for i := range n {
		d.start()
		if next == len(nodes) || nodes[next].Label != b.c.Labels[i] {
			continue
		}
		node := &nodes[next]
		next++
		b.c.Kinds[i] = kindNumber(node.Kind)
		b.c.Classes[i] = b.class(node.Class)
		if len(node.Attrs) > 0 {
			b.c.Attrs[uint32(i)] = node.Attrs
		}
		d.Digests[i], d.Configs[i] = node.Digest, node.Config
		d.Inputs.To, d.Extra.To = b.add(d.Inputs.To, node.Inputs), b.add(d.Extra.To, node.Extra)
		d.Unused.To = b.add(d.Unused.To, node.Unused)
	}
	d.start()
	b.c.Detail = func() Detail { return d }
}

// start starts the lists of the next target.
func (d *Detail) start() {
	for _, e := range []*Edges{&d.Inputs, &d.Unused, &d.Extra} {
		e.Start = append(e.Start, uint32(len(e.To)))
	}
}

func (b *builder) add(list []uint32, labels []string) []uint32 {
	for _, label := range labels {
		list = append(list, b.numbers[label])
	}
	return list
}

func (b *builder) class(name string) uint32 {
	number, ok := b.classes[name]
	if !ok {
		number = uint32(len(b.c.ClassNames))
		b.classes[name] = number
		b.c.ClassNames = append(b.c.ClassNames, name)
	}
	return number
}

func kindNumber(kind string) uint8 {
	if kind == "" {
		kind = Pseudo
	}
	return uint8(max(0, slices.Index(KindNames(), kind)))
}

// Replace is the graph in which the targets of the given packages are the given
// nodes, and no others.
func (g *Graph) Replace(packages map[string]bool, nodes []Node) *Graph {
	all := make([]Node, 0, g.Len()+len(nodes))
	for i := range g.c.Labels {
		if g.c.Kinds[i] != 0 && !packages[Package(g.c.Labels[i])] {
			all = append(all, *g.At(i))
		}
	}
	for _, n := range nodes {
		if packages[Package(n.Label)] {
			all = append(all, n)
		}
	}
	return New(all)
}
