package pushrun

import (
	"context"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"github.com/gloriousflywheel/flywheel/tools/internal/binarycache"
	"github.com/gloriousflywheel/flywheel/tools/internal/narinfo"
	"github.com/gloriousflywheel/flywheel/tools/internal/narpack"
	"github.com/gloriousflywheel/flywheel/tools/internal/nixstore"
	"github.com/gloriousflywheel/flywheel/tools/internal/presence"
)

// memory bounds the archives that wait for their upload in memory.
const memory = 24 << 20

// Store is where the paths come from.
type Store struct {
	// StoreDir is the directory in their names.
	StoreDir string
	// RealDir is the directory that has their files.
	RealDir string
}

// Binary uploads to a binary cache.
type Binary struct {
	// Store has the paths.
	Store Store
	// Cache gets them.
	Cache binarycache.Objects
	// Packer makes the archives.
	Packer *narpack.Packer
	// Keys sign.
	Keys []narinfo.SecretKey
	// Jobs is how many uploads there are at once.
	Jobs int
	// Record remembers what was uploaded.
	Record *presence.Record
	// Meter shows how far it is.
	Meter *Meter
}

// upload is one archive that the cache has.
type upload struct {
	fileHash  narinfo.Hash
	fileSize  int64
	duplicate bool
}

// binaryRun is one run of a Binary.
type binaryRun struct {
	*Binary
	paths   []*nixstore.Path
	graph   *graph
	out     collector
	uploads []upload
	shared  map[narinfo.Hash]bool // content that several paths have
	ready   chan int32            // paths whose .narinfo can be written
	cpu     chan struct{}
	large   chan struct{} // of large archives one is made at a time
	slots   chan struct{}
	memory  *semaphore.Weighted
	end     sync.Once
}

// Run uploads paths, which stand after those that they reference; what they reference
// and is not among them must be visible already. An error ends it; problems of single
// paths do not.
func (b *Binary) Run(ctx context.Context, paths []*nixstore.Path) (Result, error) {
	r := &binaryRun{
		Binary: b, paths: paths, graph: newGraph(paths), out: collector{meter: b.Meter},
		uploads: make([]upload, len(paths)), shared: shared(paths),
		ready: make(chan int32, len(paths)),
		cpu:   make(chan struct{}, runtime.GOMAXPROCS(0)), large: make(chan struct{}, 1), slots: make(chan struct{}, b.Jobs),
		memory: semaphore.NewWeighted(memory),
	}
	if len(paths) == 0 {
		return r.out.result, nil
	}
	group, ctx := errgroup.WithContext(ctx)
	for range min(b.Jobs, len(paths)) {
		group.Go(func() error { return r.publisher(ctx) })
	}
	group.Go(func() error { return r.dispatch(ctx, group) })
	err := group.Wait()
	return r.out.result, err
}

// shared is the content that several paths have.
func shared(paths []*nixstore.Path) map[narinfo.Hash]bool {
	seen, twice := make(map[narinfo.Hash]struct{}, len(paths)), map[narinfo.Hash]bool{}
	for _, p := range paths {
		if _, again := seen[p.NarHash]; again {
			twice[p.NarHash] = true
		}
		seen[p.NarHash] = struct{}{}
	}
	return twice
}

// dispatch starts the upload of each archive, in order.
func (r *binaryRun) dispatch(ctx context.Context, group *errgroup.Group) error {
	for i := range r.paths {
		if r.graph.refused(int32(i)) {
			continue
		}
		size, held := r.paths[i].NarSize, r.large
		if narpack.Small(size) {
			held = nil
			if err := r.memory.Acquire(ctx, weight(size)); err != nil {
				return context.Cause(ctx)
			}
		} else if err := take(ctx, held); err != nil {
			return err
		}
		group.Go(func() error { return r.one(ctx, int32(i), held) })
	}
	return nil
}

// weight is what a small archive counts for in memory, its goroutine included.
func weight(size int64) int64 { return max(size, 32<<10) }

// take takes a slot.
func take(ctx context.Context, slots chan struct{}) error {
	select {
	case slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// one uploads the archive of a path, and notes what follows from that.
func (r *binaryRun) one(ctx context.Context, i int32, held chan struct{}) error {
	u, err := r.archive(ctx, r.paths[i], held)
	if held == nil {
		r.memory.Release(weight(r.paths[i].NarSize))
	}
	switch {
	case err == nil:
		r.uploads[i] = u
		if r.graph.archived(i) {
			r.ready <- i
		}
		return nil
	case !ofPath(err) || ctx.Err() != nil:
		return err
	}
	r.fail(i, err)
	return nil
}

// fail notes a path that failed.
func (r *binaryRun) fail(i int32, err error) {
	r.out.problem(r.Store.StoreDir+"/"+r.paths[i].Base, err, r.graph.fail(i))
	r.endIfDone()
}

// endIfDone lets the publishers end when nothing waits any more.
func (r *binaryRun) endIfDone() {
	if r.graph.remaining() == 0 {
		r.end.Do(func() { close(r.ready) })
	}
}
