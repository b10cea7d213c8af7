package cachestore

import (
	"fmt"
	"os"
	"path/filepath"
)

// reserve makes room for n more bytes on disk, dropping the least recently used blobs.
// ErrNoSpace: the uploads under way alone need more than MaxBytes.
func (s *Store) reserve(n int64) error {
	s.mu.Lock()
	if s.reserved+n > s.opts.MaxBytes {
		s.mu.Unlock()
		return fmt.Errorf("%w: uploads under way need more than the maximum size of the store (%d bytes)", ErrNoSpace, s.opts.MaxBytes)
	}
	s.reserved += n
	for s.index.total+s.reserved > s.opts.MaxBytes {
		e := s.index.oldest()
		if e == nil {
			break
		}
		s.mu.Unlock()
		if s.drop(e) {
			s.opts.OnEvict(e.id.kind, e.group().Cache, e.size, "size")
		}
		s.mu.Lock()
	}
	s.mu.Unlock()
	return nil
}

func (s *Store) release(n int64) {
	s.mu.Lock()
	s.reserved -= n
	s.mu.Unlock()
}

// drop removes an entry and its file, unless the entry is gone or replaced.
func (s *Store) drop(e *entry) bool {
	place := s.stripe(e.id)
	place.Lock()
	defer place.Unlock()
	if !s.unindex(e) {
		return false
	}
	if err := os.Remove(filepath.Join(s.dir, e.path())); err != nil && !os.IsNotExist(err) {
		s.opts.Log.Error("removing a blob", "error", err)
	}
	return true
}

// unindex removes e from the index if it is still the entry of its id.
func (s *Store) unindex(e *entry) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.index.byID[e.id] != e {
		return false
	}
	s.index.remove(e)
	s.dirty[e.id] = change{deleted: true}
	delete(s.touched, e.id)
	return true
}

// Sweep drops the blobs that have not been used for longer than the retention
// of their kind and cache, and returns how many.
func (s *Store) Sweep() int {
	aged := s.aged()
	n := 0
	for _, e := range aged {
		if s.drop(e) {
			n++
			s.opts.OnEvict(e.id.kind, e.group().Cache, e.size, "age")
		}
	}
	return n
}

// aged collects the entries beyond their retention.
func (s *Store) aged() []*entry {
	now := s.opts.Now().Unix()
	limits := map[Group]int64{}
	for g := range s.Stats() { // and no lock is held while Retention is asked
		limits[g] = int64(s.opts.Retention(g.Kind, g.Cache).Seconds())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var aged []*entry
	for e := s.index.head.prev; e != &s.index.head; e = e.prev {
		if limit := limits[e.group()]; limit > 0 && now-e.access > limit {
			aged = append(aged, e)
		}
	}
	return aged
}
