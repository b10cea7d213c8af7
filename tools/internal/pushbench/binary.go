package pushbench

import (
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/gloriousflywheel/flywheel/tools/internal/binarycache"
	"github.com/gloriousflywheel/flywheel/tools/internal/httpretry"
)

// Binary is a binary cache: over HTTP, in a bucket, in a directory.
type Binary struct {
	cache binarycache.Objects
	// hashed says that the server takes only names that Nix would give.
	hashed bool
	mu     sync.Mutex
	names  map[Blob]string // of what was uploaded, or may have been
	keeps  bool            // nothing can be removed
}

// NewBinary makes a Binary.
func NewBinary(cache binarycache.Objects) *Binary {
	return &Binary{cache: cache, names: map[Blob]string{}}
}

// Prepare implements Endpoint. To ask whether something can be removed it removes what is
// not there.
func (e *Binary) Prepare(ctx context.Context, run string, leave bool) error {
	probe := Blob{Run: run, Size: 256}
	switch err := binarycache.Remove(ctx, e.cache, probe.hashName()); {
	case errors.Is(err, binarycache.ErrKept) && !leave:
		return &ConsentError{err.Error()}
	case errors.Is(err, binarycache.ErrKept):
		e.keeps = true
	case err != nil:
		return err
	}
	err := e.Put(ctx, probe)
	var status *httpretry.StatusError
	if errors.As(err, &status) && (status.Code == 400 || status.Code == 404 || status.Code == 405 || status.Code == 422) {
		e.hashed = true
		clear(e.names) // it was refused
		err = e.Put(ctx, probe)
	}
	return err
}

// Ask implements Endpoint.
func (e *Binary) Ask(ctx context.Context, hash string) error {
	_, err := e.cache.Has(ctx, hash+".narinfo")
	return err
}

// AskAll implements Endpoint.
func (e *Binary) AskAll(ctx context.Context, hashes []string, atOnce int) (int, error) {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for _, hash := range hashes {
		group.Go(func() error { return e.Ask(ctx, hash) })
	}
	return len(hashes), group.Wait()
}

// Batches implements Endpoint.
func (e *Binary) Batches() bool { return false }

// Put implements Endpoint.
func (e *Binary) Put(ctx context.Context, b Blob) error {
	name := b.plainName()
	if e.hashed {
		name = b.hashName()
	}
	e.mu.Lock()
	e.names[b] = name
	e.mu.Unlock()
	return e.cache.Put(ctx, name, binarycache.TypeNAR, b.Size, func() (io.Reader, error) { return b.Open(), nil })
}

// Get implements Endpoint.
func (e *Binary) Get(ctx context.Context, b Blob) (int64, error) {
	e.mu.Lock()
	name := e.names[b]
	e.mu.Unlock()
	r, err := e.cache.Get(ctx, name)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	return io.Copy(io.Discard, r)
}

// removers bounds the requests that remove at once.
const removers = 32

// Remove implements Endpoint.
func (e *Binary) Remove(ctx context.Context) []string {
	if e.keeps {
		return slices.Sorted(maps.Values(e.names))
	}
	var mu sync.Mutex
	var left []string
	var group errgroup.Group
	group.SetLimit(removers)
	for _, name := range e.names {
		group.Go(func() error {
			if err := binarycache.Remove(ctx, e.cache, name); err != nil {
				mu.Lock()
				defer mu.Unlock()
				left = append(left, name)
			}
			return nil
		})
	}
	group.Wait() //nolint:errcheck // what stays says it all
	slices.Sort(left)
	return left
}

// Requests implements Endpoint.
func (e *Binary) Requests() (requests, retries int64) {
	requests, retries, _ = e.cache.Counts()
	return requests, retries
}
