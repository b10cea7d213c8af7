package sqlitefile

import (
	"fmt"
	"sort"
)

// Object is a table or an index.
type Object struct {
	// Root is the first page of its tree.
	Root uint32
	// SQL is the statement that made it; empty for the indexes that a table has by itself.
	SQL string
}

// Schema are the tables and indexes of a database, by name.
func (f *File) Schema() (map[string]Object, error) {
	all := map[string]Object{}
	err := f.walk(1, 0, func(values []Value) error {
		if len(values) < 5 {
			return errDamaged
		}
		name, _ := values[1].(string)
		root, _ := values[3].(int64)
		sql, _ := values[4].(string)
		all[name] = Object{Root: uint32(root), SQL: sql}
		return nil
	})
	return all, err
}

// walk hands each row of a table to found.
func (f *File) walk(page uint32, depth int, found func([]Value) error) error {
	n, err := f.node(page)
	if err != nil || depth > maxDepth {
		return fmt.Errorf("reading the schema: %w", orDamaged(err))
	}
	for i := range n.count() {
		c, err := f.cell(n, i, n.isLeaf())
		if err != nil {
			return err
		}
		if !n.isLeaf() {
			if err := f.walk(c.child, depth+1, found); err != nil {
				return err
			}
			continue
		}
		values, err := record(c.payload)
		if err != nil {
			return err
		}
		if err := found(values); err != nil {
			return err
		}
	}
	if n.isLeaf() {
		return nil
	}
	return f.walk(n.right, depth+1, found)
}

func orDamaged(err error) error {
	if err == nil {
		return errDamaged
	}
	return err
}

// Row is the row of a table with a number; nil if there is none.
func (f *File) Row(table uint32, rowid int64) ([]Value, error) {
	page := table
	for range maxDepth {
		n, err := f.node(page)
		if err != nil {
			return nil, err
		}
		var failed error
		i := sort.Search(n.count(), func(i int) bool {
			c, err := f.cell(n, i, false)
			if err != nil {
				failed = err
			}
			return c.rowid >= rowid
		})
		switch {
		case failed != nil:
			return nil, failed
		case n.kind == innerTable && i == n.count():
			page = n.right
			continue
		case n.kind != innerTable && n.kind != leafTable:
			return nil, errDamaged
		case i == n.count():
			return nil, nil
		}
		c, err := f.cell(n, i, n.isLeaf())
		if err != nil {
			return nil, err
		}
		if n.isLeaf() {
			if c.rowid != rowid {
				return nil, nil
			}
			return record(c.payload)
		}
		page = c.child
	}
	return nil, errDamaged
}

// Find hands the entries of an index that begin with key to found, in order: the indexed
// columns, and then the row's number.
func (f *File) Find(index uint32, key []Value, found func([]Value) error) error {
	_, err := f.find(index, 0, key, found)
	return err
}

// find looks below a page; more says that what follows may fit, too.
func (f *File) find(page uint32, depth int, key []Value, found func([]Value) error) (more bool, err error) {
	n, err := f.node(page)
	if err != nil || depth > maxDepth || n.kind != innerIndex && n.kind != leafIndex {
		return false, orDamaged(err)
	}
	var failed error
	first := sort.Search(n.count(), func(i int) bool {
		_, c, err := f.entry(n, i, key)
		if err != nil {
			failed = err
		}
		return c >= 0
	})
	if failed != nil {
		return false, failed
	}
	for i := first; i < n.count(); i++ {
		c, order, err := f.entry(n, i, key)
		if err != nil {
			return false, err
		}
		if !n.isLeaf() {
			if more, err := f.find(c.child, depth+1, key, found); !more || err != nil {
				return false, err
			}
		}
		if order != 0 {
			return false, nil
		}
		values, err := record(c.payload)
		if err != nil {
			return false, err
		}
		if err := found(values); err != nil {
			return false, err
		}
	}
	if n.isLeaf() {
		return true, nil
	}
	return f.find(n.right, depth+1, key, found)
}

// entry reads the i-th entry of an index, and compares it with a key.
func (f *File) entry(n node, i int, key []Value) (cell, int, error) {
	c, err := f.cell(n, i, true)
	if err != nil {
		return c, 0, err
	}
	values, err := record(c.payload)
	if err != nil {
		return c, 0, err
	}
	order, err := comparePrefix(values, key)
	return c, order, err
}
