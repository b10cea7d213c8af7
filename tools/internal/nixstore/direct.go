package nixstore

import (
	"context"
	"slices"
)

// direct reads a closure from the store's database. An error means that Nix has to be
// asked: it also knows what is wrong with a path.
func (n Nix) direct(ctx context.Context, c *Closure, paths []string, recursive bool) error {
	d, err := openDatabase(ctx, n.Store)
	if err != nil {
		return err
	}
	defer d.close()
	r := &reading{database: d, index: map[int64]int32{}}
	if err := r.roots(paths); err != nil {
		return err
	}
	if err := r.read(recursive); err != nil {
		return err
	}
	if err := r.named(); err != nil {
		return err
	}
	c.StoreDir, c.Paths = d.storeDir, r.paths
	return nil
}

// reading is a closure that is being read.
type reading struct {
	*database
	ids        []int64
	index      map[int64]int32 // of a number in ids
	paths      []Path          // as ids, those that were read
	references [][]int32       // of a path, as indices of ids
}

// roots begins with paths; one that is not valid is an error.
func (r *reading) roots(paths []string) error {
	for _, p := range paths {
		id, err := r.id(p)
		if err != nil {
			return err
		}
		if id == 0 {
			return errElsewhere
		}
		r.add(id)
	}
	return nil
}

func (r *reading) add(id int64) int32 {
	i, found := r.index[id]
	if !found {
		i = int32(len(r.ids))
		r.index[id] = i
		r.ids = append(r.ids, id)
	}
	return i
}

// read reads level by level, each in the order of numbers: neighbours are on one page.
func (r *reading) read(recursive bool) error {
	for recursive || len(r.paths) == 0 {
		level := slices.Clone(r.ids[len(r.paths):])
		if len(level) == 0 {
			return nil
		}
		r.paths = append(r.paths, make([]Path, len(level))...)
		r.references = append(r.references, make([][]int32, len(level))...)
		slices.Sort(level)
		for _, id := range level {
			if err := r.one(id); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *reading) one(id int64) (err error) {
	i := r.index[id]
	if r.paths[i], err = r.path(id); err != nil {
		return err
	}
	references, err := r.database.references(id)
	if err != nil {
		return err
	}
	for _, reference := range references {
		r.references[i] = append(r.references[i], r.add(reference))
	}
	return nil
}

// named sets the names of the references.
func (r *reading) named() error {
	names := make([]string, len(r.ids))
	for i, id := range r.ids {
		if i < len(r.paths) {
			names[i] = r.paths[i].Base
			continue
		}
		p, err := r.path(id) // outside of what was asked for
		if err != nil {
			return err
		}
		names[i] = p.Base
	}
	for i := range r.paths {
		list := make([]string, 0, len(r.references[i]))
		for _, reference := range r.references[i] {
			list = append(list, names[reference])
		}
		slices.Sort(list)
		r.paths[i].References, r.references[i] = list, nil
	}
	return nil
}
