package cacheregistry

import (
	"fmt"
	"os"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/nixcache"
)

// Create adds a cache, with its key, once clear has dropped what an earlier
// cache of that name left. Errors: ErrExists, or a disk's error.
func (r *Registry) Create(c Cache, clear func()) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if other, taken := r.folded(c.Name); taken {
		return fmt.Errorf("%w: %q", ErrExists, other)
	}
	clear()
	c.Created = time.Now().UTC().Truncate(time.Second)
	return r.put(c)
}

// Change replaces a cache by what change makes of it. Errors: ErrUnknown,
// ErrFixed, a disk's error, or that of change.
func (r *Registry) Change(name string, change func(*Cache) error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	c, ok := r.caches[name]
	if !ok {
		return ErrUnknown
	}
	if c.Fixed() {
		return fmt.Errorf("%w: change %q there (\"caches\")", ErrFixed, name)
	}
	old := c.Key
	if err := change(&c); err != nil {
		return err
	}
	c.Resign = c.Resign || !sameKey(old, c.Key)
	return r.put(c)
}

// Delete removes a cache for good; clear drops its blobs. Errors: ErrUnknown,
// ErrFixed, or a disk's error.
func (r *Registry) Delete(name string, clear func()) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	c, ok := r.caches[name]
	switch {
	case !ok:
		return ErrUnknown
	case c.Fixed():
		return fmt.Errorf("%w: remove %q there (\"caches\")", ErrFixed, name)
	}
	delete(r.caches, name)
	if err := save(r.dataDir, r.caches); err != nil {
		r.caches[name] = c
		return err
	}
	clear()
	if err := os.Remove(nixcache.KeyPath(r.dataDir, name)); err != nil {
		return fmt.Errorf("removing the signing key of cache %q: %w", name, err)
	}
	return nil
}

// put writes the key first: a cache that is listed always has one.
func (r *Registry) put(c Cache) error {
	if err := nixcache.SaveKey(r.dataDir, c.Name, c.Key); err != nil {
		return err
	}
	old, was := r.caches[c.Name]
	r.caches[c.Name] = c
	if err := save(r.dataDir, r.caches); err != nil {
		delete(r.caches, c.Name)
		if was {
			r.caches[c.Name] = old
		}
		return err
	}
	return nil
}
