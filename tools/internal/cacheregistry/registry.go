// Package cacheregistry knows the Nix caches of a cache server: those of its
// configuration, which only the configuration changes, and those that were made
// through Attic's API, which are kept in the data directory:
//
//	caches.json         what was configured through the API; mode 0600
//	keys/NAME.secret    their signing keys, as for all caches
package cacheregistry

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nix-community/go-nix/pkg/narinfo/signature"

	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
	"github.com/gloriousflywheel/flywheel/tools/internal/nixcache"
)

// Errors that callers map to answers; test with errors.Is.
var (
	ErrExists  = errors.New("the cache already exists")
	ErrUnknown = errors.New("there is no such cache")
	ErrFixed   = errors.New("the cache is set in the server's configuration")
)

// Cache is one Nix cache. It is a value: a change makes another one.
type Cache struct {
	nixcache.Cache
	// Public lets everybody read, even when tokens are required.
	Public bool
	// UpstreamKeyNames tell clients which paths need no upload.
	UpstreamKeyNames []string
	// Retention is how long paths are kept after their last use, 0 for ever; nil
	// for the server's default.
	Retention *time.Duration
	// Created tells a cache that was made through the API from one of the
	// configuration.
	Created time.Time
}

// Fixed reports whether only the configuration may change the cache.
func (c Cache) Fixed() bool { return c.Created.IsZero() }

// Registry finds and changes caches. It is safe for concurrent use.
type Registry struct {
	dataDir string
	global  time.Duration

	mu     sync.RWMutex
	caches map[string]Cache
}

// Open reads the caches of a configuration, and those made before. It makes
// the keys of configured caches that have none.
func Open(c cacheconfig.Config) (*Registry, error) {
	r := &Registry{dataDir: c.DataDir, global: time.Duration(c.Attic.DefaultRetention), caches: map[string]Cache{}}
	for _, cache := range c.Caches {
		key, err := nixcache.LoadKey(c.DataDir, cache.Name)
		if err != nil {
			return nil, err
		}
		retention := time.Duration(cache.Retention)
		r.caches[cache.Name] = Cache{
			Cache:  nixcache.Cache{Name: cache.Name, Priority: cache.Priority, StoreDir: nixcache.DefaultStoreDir, Key: key},
			Public: cache.Public, Retention: &retention, UpstreamKeyNames: []string{"cache.nixos.org-1"},
		}
	}
	made, err := load(c.DataDir)
	if err != nil {
		return nil, err
	}
	for _, cache := range made {
		if other, taken := r.folded(cache.Name); taken {
			return nil, fmt.Errorf("cache %q was made through the API and is as %q in the configuration, too: remove it from one of them (%s)", cache.Name, other, path(c.DataDir))
		}
		r.caches[cache.Name] = cache
	}
	return r, nil
}

// Find returns a cache.
func (r *Registry) Find(name string) (Cache, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	c, ok := r.caches[name]
	return c, ok
}

// All returns the caches by name.
func (r *Registry) All() []Cache {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var all []Cache
	for _, c := range r.caches {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b Cache) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// Public reports whether everybody may read a cache.
func (r *Registry) Public(name string) bool {
	c, ok := r.Find(name)
	return ok && c.Public
}

// Kept is how long a cache's blobs are kept after their last use, 0 for ever.
// Those of caches that are no more are kept as long as there is space.
func (r *Registry) Kept(name string) time.Duration {
	c, ok := r.Find(name)
	switch {
	case !ok:
		return 0
	case c.Retention == nil:
		return r.global
	}
	return *c.Retention
}

// While runs do if the cache is still there with the same key, and keeps it so
// until do returns: nothing is stored into a cache that is being deleted or
// has been made anew.
func (r *Registry) While(c Cache, do func() error) error {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if now, ok := r.caches[c.Name]; !ok || !sameKey(now.Key, c.Key) {
		return ErrUnknown
	}
	return do()
}

func sameKey(a, b signature.SecretKey) bool { return a.String() == b.String() }

// folded looks a name up without regard to upper and lower case. Its user locks
// or is alone.
func (r *Registry) folded(name string) (string, bool) {
	for other := range r.caches {
		if strings.EqualFold(other, name) {
			return other, true
		}
	}
	return "", false
}
