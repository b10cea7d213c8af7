package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
	"golang.org/x/sync/errgroup"
)

// Chain is several stores, asked in their order. One that cannot be reached is
// done without, after that was said once.
type Chain struct {
	// Stores, the local ones before the remote ones.
	Stores []*Named
	// Note is told what is wrong with a store.
	Note func(string)
}

// Named is a store of a chain.
type Named struct {
	Backend
	// Name is what it is called for people: its URL.
	Name string
	// Local says that asking it costs next to nothing.
	Local bool
	// ReadOnly says that nothing is put there.
	ReadOnly bool

	mu     sync.Mutex
	broken bool
	noted  bool
}

// getTimeout and putTimeout bound what a slow store may cost.
const (
	getTimeout = 30 * time.Second
	putTimeout = 2 * time.Minute
)

// Get implements snapshot.Store.
func (c *Chain) Get(ctx context.Context, key snapshot.Key) (*snapshot.Snapshot, bool, error) {
	i, s, err := c.Find(ctx, []snapshot.Key{key})
	return s, i == 0, err
}

// maxRemote is of how many keys a remote store is asked, and how many at a time.
const (
	maxRemote = 32
	atOnce    = 8
)

// Find is the first of the keys of which a store has a snapshot, and that; -1 if
// there is none. Remote stores are asked only for what is better than what local
// ones have.
func (c *Chain) Find(ctx context.Context, keys []snapshot.Key) (int, *snapshot.Snapshot, error) {
	best, found := -1, (*snapshot.Snapshot)(nil)
	for _, s := range c.Stores {
		limit := len(keys)
		if best >= 0 {
			limit = best
		}
		if !s.Local {
			limit = min(limit, maxRemote)
		}
		i, snap, data := c.search(ctx, s, keys[:limit])
		if i < 0 {
			continue
		}
		best, found = i, snap
		if !s.Local {
			c.near(ctx, keys[i].Name(), data)
		}
	}
	return best, found, ctx.Err()
}

// search asks one store for the first of the keys that it has.
func (c *Chain) search(ctx context.Context, s *Named, keys []snapshot.Key) (int, *snapshot.Snapshot, []byte) {
	step := 1
	if !s.Local {
		step = atOnce
	}
	for start := 0; start < len(keys); start += step {
		part := keys[start:min(start+step, len(keys))]
		answers := make([][]byte, len(part))
		var group errgroup.Group
		for i := range part {
			group.Go(func() error { answers[i] = c.read(ctx, s, part[i].Name()); return nil })
		}
		_ = group.Wait()
		for i, data := range answers {
			if snap := c.decode(s, part[i], data); snap != nil {
				return start + i, snap, data
			}
		}
	}
	return -1, nil, nil
}

// read is a file of a store; nil where there is none, or no store.
func (c *Chain) read(ctx context.Context, s *Named, name string) []byte {
	if s.isBroken() {
		return nil
	}
	limited, cancel := context.WithTimeout(ctx, getTimeout)
	defer cancel()
	data, _, err := s.Get(limited, name)
	if err != nil && ctx.Err() == nil {
		c.fail(s, err)
	}
	return data
}

func (s *Named) isBroken() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.broken
}

func (c *Chain) fail(s *Named, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.broken {
		s.broken = true
		c.Note(fmt.Sprintf("the store %s is done without: %v", s.Name, err))
	}
}

// decode reads a snapshot; one that cannot be read counts as absent.
func (c *Chain) decode(s *Named, key snapshot.Key, data []byte) *snapshot.Snapshot {
	if data == nil {
		return nil
	}
	snap, err := snapshot.Decode(data)
	if err == nil && snap.Tree != key.Tree {
		err = fmt.Errorf("%w: it is of another commit", snapshot.ErrForeign)
	}
	if err == nil {
		return snap
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.noted {
		s.noted = true
		c.Note(fmt.Sprintf("the snapshot %s in %s is not taken: %v: it is made again", key.Name()[:12], s.Name, err))
	}
	return nil
}

// near keeps what a remote store had in the first local one.
func (c *Chain) near(ctx context.Context, name string, data []byte) {
	for _, s := range c.Stores {
		if s.Local && !s.ReadOnly {
			if err := s.Put(ctx, name, data); err != nil {
				c.fail(s, err)
			}
			return
		}
	}
}

// Put implements snapshot.Store: it keeps the snapshot in all stores that may be
// written. That a store cannot is said, and no error as long as one can.
func (c *Chain) Put(ctx context.Context, key snapshot.Key, snap *snapshot.Snapshot) error {
	data, err := snap.Encode()
	if err != nil {
		return err
	}
	for _, s := range c.Stores {
		if s.ReadOnly || s.isBroken() || snap.Derived && !s.Local { // Others are to have the best.
			continue
		}
		limited, cancel := context.WithTimeout(ctx, putTimeout)
		if err := s.Put(limited, key.Name(), data); err != nil && ctx.Err() == nil {
			c.fail(s, err)
		}
		cancel()
	}
	return ctx.Err()
}

// Failed is what stores could not be used; nil where all could.
func (c *Chain) Failed() error {
	var errs []error
	for _, s := range c.Stores {
		if s.isBroken() {
			errs = append(errs, fmt.Errorf("the store %s could not be used", s.Name))
		}
	}
	return errors.Join(errs...)
}
