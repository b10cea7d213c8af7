package cachestore

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
)

// Options configure a Store. The zero value of each field has a default,
// except MaxBytes.
type Options struct {
	// MaxBytes bounds the sum of all blobs and uploads under way, each counted
	// in whole blocks of 4096 bytes, as on the disk. Required.
	MaxBytes int64
	// MaxBlobBytes bounds one blob. Default: MaxBytes, in whole blocks.
	MaxBlobBytes int64
	// Retention is how long blobs of a kind and cache are kept after their
	// last use; 0 means as long as there is space. Default: always 0.
	Retention func(kind Kind, cache string) time.Duration
	// FlushInterval is the time between commits of metadata: what a power cut
	// can lose. Default 10 s.
	FlushInterval time.Duration
	// SyncEach makes every blob durable, with its metadata, before Put returns.
	// By default that is left to the commits in the background.
	SyncEach bool
	// BootID identifies this boot of the machine; see the package comment.
	// Empty means unknown: every crash is then treated as a power cut.
	BootID string
	// Now is the clock. Default time.Now.
	Now func() time.Time
	// CreateFile makes a new file for writing; it must refuse one that exists.
	CreateFile func(path string) (File, error)
	// SyncDir waits until the names in a directory are on the disk.
	SyncDir func(path string) error
	// OnEvict is told of every blob dropped for reason "size" or "age". It
	// must not call the store.
	OnEvict func(kind Kind, cache string, size int64, reason string)
	// Log narrates recovery and background errors. Default: discarded.
	Log *slog.Logger
}

func (o Options) withDefaults() Options {
	if most := o.MaxBytes / blockSize * blockSize; o.MaxBlobBytes <= 0 || o.MaxBlobBytes > most {
		o.MaxBlobBytes = most
	}
	if o.Retention == nil {
		o.Retention = func(Kind, string) time.Duration { return 0 }
	}
	if o.FlushInterval <= 0 {
		o.FlushInterval = 10 * time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.CreateFile == nil {
		o.CreateFile = createFile
	}
	if o.SyncDir == nil {
		o.SyncDir = atomicfile.SyncDir
	}
	if o.OnEvict == nil {
		o.OnEvict = func(Kind, string, int64, string) {}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

const stripes = 64

// Store is a bounded store of blobs. It is safe for concurrent use by one
// process; the caller makes sure that no other process uses the directory.
type Store struct {
	opts    Options
	dir     string // of the blobs
	db      *bolt.DB
	temps   atomic.Uint64 // temporary files made so far
	writing atomic.Int64  // temporary files that are there
	buffers buffers

	// files serialises changes of one place on disk with its index entry.
	files [stripes]sync.Mutex
	// life is read-locked while a blob is published, so that Close can wait.
	life   sync.RWMutex
	closed bool

	mu       sync.Mutex // guards what follows
	index    *index
	reserved int64 // bytes of uploads under way
	dirty    map[id]change
	touched  map[id]int64

	flushing sync.Mutex
	stop     chan struct{}
	stopped  sync.WaitGroup
}

// change is what the next commit records about a blob.
type change struct {
	deleted bool
	rec     record
}

// Open opens or makes the store below dir (blobs/ and meta.db) and repairs it
// when it was not closed.
func Open(dir string, opts Options) (*Store, error) {
	s := &Store{
		opts:    opts.withDefaults(),
		dir:     filepath.Join(dir, "blobs"),
		index:   newIndex(),
		dirty:   map[id]change{},
		touched: map[id]int64{},
		stop:    make(chan struct{}),
	}
	if opts.MaxBytes < blockSize {
		return nil, fmt.Errorf("opening store %q: MaxBytes must be at least %d", dir, blockSize)
	}
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the blobs directory: %w", err)
	}
	if err := s.load(filepath.Join(dir, "meta.db")); err != nil {
		return nil, err
	}
	s.reserve(0) //nolint:errcheck // evicts down to a smaller MaxBytes; reserving nothing cannot fail
	s.Sweep()
	s.stopped.Add(1)
	go s.background()
	return s, nil
}

// Close waits for blobs being published, records all metadata and, unless an
// upload still has a temporary file, marks the store as closed. Uploads that end
// later get ErrClosed.
func (s *Store) Close() error {
	s.life.Lock()
	already := s.closed
	s.closed = true
	s.life.Unlock()
	if already {
		return nil
	}
	close(s.stop)
	s.stopped.Wait()
	err := s.Flush()
	if err == nil && s.writing.Load() == 0 {
		err = s.markClean(true)
	}
	if cerr := s.db.Close(); err == nil && cerr != nil {
		err = fmt.Errorf("closing the metadata: %w", cerr)
	}
	return err
}

// background commits metadata and drops aged blobs until Close.
func (s *Store) background() {
	defer s.stopped.Done()
	flush := time.NewTicker(s.opts.FlushInterval)
	sweep := time.NewTicker(10 * time.Minute)
	defer flush.Stop()
	defer sweep.Stop()
	for {
		select {
		case <-s.stop:
			return
		case <-sweep.C:
			s.Sweep()
		case <-flush.C:
			if err := s.Flush(); err != nil {
				s.opts.Log.Error("recording metadata; will try again", "error", err)
			}
		}
	}
}

// Stat counts blobs.
type Stat struct {
	Blobs     int64
	Bytes     int64 // of content
	DiskBytes int64 // of the blocks that hold it, which MaxBytes bounds
}

// Group is a kind of blobs in one cache.
type Group struct {
	Kind  Kind
	Cache string
}

// Stats counts the blobs of every group that has ever had one.
func (s *Store) Stats() map[Group]Stat {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make(map[Group]Stat, len(s.index.stats))
	for g, st := range s.index.stats {
		out[g] = *st
	}
	return out
}

// MaxBlobBytes is the size of the largest blob that the store accepts.
func (s *Store) MaxBlobBytes() int64 { return s.opts.MaxBlobBytes }
