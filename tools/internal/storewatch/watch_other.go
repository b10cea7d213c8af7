//go:build !linux

package storewatch

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"
)

// interval is the time between two looks at the store: other systems have no event for a
// file in a directory that does not cost an open file for each that is there.
const interval = 2 * time.Second

// Watcher watches one store.
type Watcher struct {
	dir    string
	before map[string]bool
}

// Open begins to watch the store whose files are in dir.
func Open(dir string) (*Watcher, error) {
	w := &Watcher{dir, map[string]bool{}}
	return w, w.look(func(string) {})
}

// Run tells each name of a path that was added, until ctx ends.
func (w *Watcher) Run(ctx context.Context, found func(name string)) error {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return w.look(found)
		case <-ticker.C:
			if err := w.look(found); err != nil {
				return err
			}
		}
	}
}

// look tells the names that are new and not being made: those have a lock.
func (w *Watcher) look(found func(string)) error {
	d, err := os.Open(w.dir)
	if err != nil {
		return fmt.Errorf("watching the store: %w", err)
	}
	defer d.Close()
	names, err := d.Readdirnames(-1)
	locked := map[string]bool{}
	for _, name := range names {
		if path, lock := strings.CutSuffix(name, ".lock"); lock {
			locked[path] = true
		}
	}
	for _, name := range names {
		if !w.before[name] && !locked[name] && !strings.HasSuffix(name, ".lock") {
			w.before[name] = true
			found(name)
		}
	}
	return err
}
