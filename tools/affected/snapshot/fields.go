package snapshot

import (
	"maps"
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/affected/gitdiff"
	"github.com/gloriousflywheel/flywheel/tools/affected/loads"
)

// fields writes or reads the fields that are not large.
func (s *Snapshot) fields(c codec) {
	c.text(&s.Tree)
	c.text(&s.Release)
	flag(c, &s.Configured)
	flag(c, &s.Extensions)
	flag(c, &s.Derived)
	flag(c, &s.Refined)
	texts(c, &s.Inputs)
	texts(c, &s.Registered)
	texts(c, &s.Registrations)
	texts(c, &s.Problems)
	texts(c, &s.Unanalysed)
	texts(c, &s.Broken)
	list(c, &s.Links, func(l *gitdiff.Link) {
		c.text(&l.Path)
		c.text(&l.Target)
	})
	dict(c, &s.Repos, func(r *Repo) {
		c.text(&r.Fingerprint)
		texts(c, &r.Inputs)
		flag(c, &r.Plain)
		list(c, &r.Mappings, func(m *Mapping) {
			c.text(&m.Path)
			c.text(&m.Inside)
		})
	})
}

// loaded writes or reads what files load.
func loaded(c codec, g *loads.Graph) {
	dict(c, (*map[string]loads.File)(g), func(f *loads.File) {
		texts(c, &f.Loads)
		c.text(&f.Package)
		texts(c, &f.Visibility)
		flag(c, &f.Computed)
	})
}

// acted writes or reads the action layer.
func acted(c codec, a *Actions) {
	dict(c, (*map[string][]uint64)(&a.Digests), func(list64 *[]uint64) { list(c, list64, c.number) })
	dict(c, &a.Attributes, c.number)
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
	if d, reading := c.(*decoder); !reading {
		c.number(&n)
	} else if n := d.count(1); n > 0 {
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
