package cacheregistry

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/nixcache"
)

// file is the content of caches.json.
type file struct {
	V      int     `json:"v"`
	Caches []entry `json:"caches"`
}

// entry is a cache that was made through the API.
type entry struct {
	Name             string    `json:"name"`
	Public           bool      `json:"public"`
	StoreDir         string    `json:"store_dir"`
	Priority         int       `json:"priority"`
	UpstreamKeyNames []string  `json:"upstream_key_names"`
	RetentionSeconds *int64    `json:"retention_seconds"` // null: the server's default
	Resign           bool      `json:"resign,omitempty"`
	Created          time.Time `json:"created"`
}

func path(dataDir string) string { return filepath.Join(dataDir, "caches.json") }

// Made returns the names of the caches that were made through the API.
func Made(dataDir string) ([]string, error) {
	caches, err := load(dataDir)
	names := make([]string, 0, len(caches))
	for _, c := range caches {
		names = append(names, c.Name)
	}
	return names, err
}

func load(dataDir string) ([]Cache, error) {
	data, err := os.ReadFile(path(dataDir))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the caches made through the API: %w", err)
	}
	var f file
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil || f.V != 1 {
		return nil, fmt.Errorf("reading the caches made through the API: %q is no file of version 1; restore it from a backup, or move it away to forget them", path(dataDir))
	}
	var caches []Cache
	for _, e := range f.Caches {
		c, err := e.cache(dataDir)
		if err != nil {
			return nil, err
		}
		caches = append(caches, c)
	}
	return caches, nil
}

func (e entry) cache(dataDir string) (Cache, error) {
	if _, err := os.Stat(nixcache.KeyPath(dataDir, e.Name)); err != nil {
		return Cache{}, fmt.Errorf("reading the signing key of cache %q: %w; restore it from a backup", e.Name, err)
	}
	key, err := nixcache.LoadKey(dataDir, e.Name)
	c := Cache{
		Cache:  nixcache.Cache{Name: e.Name, Priority: e.Priority, StoreDir: e.StoreDir, Key: key, Resign: e.Resign},
		Public: e.Public, UpstreamKeyNames: e.UpstreamKeyNames, Created: e.Created,
	}
	if e.RetentionSeconds != nil {
		kept := time.Duration(*e.RetentionSeconds) * time.Second
		c.Retention = &kept
	}
	return c, err
}

func save(dataDir string, caches map[string]Cache) error {
	f := file{V: 1, Caches: []entry{}}
	for _, c := range caches {
		if !c.Fixed() {
			f.Caches = append(f.Caches, newEntry(c))
		}
	}
	slices.SortFunc(f.Caches, func(a, b entry) int { return strings.Compare(a.Name, b.Name) })
	data, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return fmt.Errorf("encoding the caches made through the API: %w", err)
	}
	return atomicfile.Write(path(dataDir), append(data, '\n'), 0o600)
}

func newEntry(c Cache) entry {
	e := entry{Name: c.Name, Public: c.Public, StoreDir: c.StoreDir, Priority: c.Priority, UpstreamKeyNames: c.UpstreamKeyNames, Resign: c.Resign, Created: c.Created}
	if c.Retention != nil {
		seconds := int64(*c.Retention / time.Second)
		e.RetentionSeconds = &seconds
	}
	return e
}
