package snapshot

import (
	"maps"
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/affected/gitdiff"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/loads"
)

// fields writes or reads every field.
func (s *Snapshot) fields(c codec) {
	c.text(&s.Tree)
	c.text(&s.Release)
	flag(c, &s.Configured)
	flag(c, &s.LoadedBack)
	flag(c, &s.Extensions)
	texts(c, &s.Inputs)
	texts(c, &s.Problems)
	texts(c, &s.Broken)
	list(c, &s.Links, func(l *gitdiff.Link) {
		c.text(&l.Path)
		c.text(&l.Target)
	})
	dict(c, (*map[string]loads.File)(&s.Loads), func(f *loads.File) {
		texts(c, &f.Loads)
		c.text(&f.Package)
		flag(c, &f.Computed)
	})
	dict(c, &s.Repos, func(r *Repo) {
		c.text(&r.Fingerprint)
		texts(c, &r.Inputs)
		list(c, &r.Mappings, func(m *Mapping) {
			c.text(&m.Path)
			c.text(&m.Inside)
		})
	})
	var nodes []graph.Node
	if s.Graph != nil {
		nodes = s.Graph.Nodes()
	}
	list(c, &nodes, func(n *graph.Node) { node(c, n) })
	if s.Graph == nil {
		s.Graph = graph.New(nodes)
	}
}

func node(c codec, n *graph.Node) {
	c.text(&n.Label)
	c.text(&n.Kind)
	c.text(&n.Class)
	c.digest((*[16]byte)(&n.Digest))
	c.digest((*[16]byte)(&n.Config))
	texts(c, &n.Inputs)
	texts(c, &n.Extra)
	dict(c, &n.Attrs, func(values *[]string) { texts(c, values) })
}

func flag(c codec, b *bool) {
	n := uint64(0)
	if *b {
		n = 1
	}
	c.number(&n)
	*b = n != 0
}

func texts(c codec, s *[]string) { list(c, s, c.text) }

// list is a number and so many elements; nil where there are none.
func list[T any](c codec, s *[]T, element func(*T)) {
	n := uint64(len(*s))
	c.number(&n)
	if _, reading := c.(*decoder); !reading {
		for i := range *s {
			element(&(*s)[i])
		}
		return
	}
	d := c.(*decoder)
	// Each element takes a byte at least: a damaged number allocates no more.
	if n > uint64(len(d.in)) {
		d.fail()
		return
	}
	if n > 0 {
		*s = make([]T, n)
	}
	for i := range *s {
		element(&(*s)[i])
	}
}

func dict[T any](c codec, m *map[string]T, value func(*T)) {
	type entry struct {
		key   string
		value T
	}
	var entries []entry
	for _, key := range slices.Sorted(maps.Keys(*m)) {
		entries = append(entries, entry{key, (*m)[key]})
	}
	list(c, &entries, func(e *entry) {
		c.text(&e.key)
		value(&e.value)
	})
	if _, reading := c.(*decoder); reading && len(entries) > 0 {
		*m = make(map[string]T, len(entries))
		for _, e := range entries {
			(*m)[e.key] = e.value
		}
	}
}
