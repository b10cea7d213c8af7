package pushrun

import (
	"errors"
	"sync"
	"sync/atomic"

	"github.com/gloriousflywheel/flywheel/tools/internal/httpretry"
	"github.com/gloriousflywheel/flywheel/tools/internal/narpack"
	"github.com/gloriousflywheel/flywheel/tools/internal/nixstore"
	"github.com/gloriousflywheel/flywheel/tools/internal/s3store"
)

// Problem is a path that could not be pushed, while others could.
type Problem struct {
	// Path is its full name.
	Path string
	// Err says why.
	Err error
}

// Result is what a run did.
type Result struct {
	// Uploaded are the names of the paths that were made visible, those that needed no
	// bytes included; Deduplicated is how many these are.
	Uploaded     []string
	Deduplicated int
	// Withheld is how many were not made visible because of a path that they reference.
	Withheld int
	// Problems are the paths that failed.
	Problems []Problem
	// NarBytes and SentBytes are of the uploaded archives, DedupBytes of those that the
	// cache had.
	NarBytes, SentBytes, DedupBytes int64
}

// Meter shows how far a run is; it can be read at any time.
type Meter struct {
	// Paths and Bytes (of archives, before compression) are done.
	Paths, Bytes atomic.Int64
}

// collector makes a Result.
type collector struct {
	mu     sync.Mutex
	result Result
	meter  *Meter
}

// uploaded notes a path that is visible now.
func (c *collector) uploaded(p *nixstore.Path, sent int64, duplicate bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.result.Uploaded = append(c.result.Uploaded, p.Base)
	if duplicate {
		c.result.Deduplicated++
		c.result.DedupBytes += p.NarSize
	} else {
		c.result.NarBytes += p.NarSize
		c.result.SentBytes += sent
	}
	c.meter.Paths.Add(1)
}

// problem notes a path that failed, and how many more are withheld now.
func (c *collector) problem(path string, err error, withheld int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.result.Problems = append(c.result.Problems, Problem{path, err})
	c.result.Withheld += withheld
	c.meter.Paths.Add(int64(withheld) + 1)
}

// ofPath reports whether an error is about one path alone, so that others can go on.
func ofPath(err error) bool {
	var damaged *narpack.DamagedError
	var status *httpretry.StatusError
	var bucket *s3store.Error
	switch {
	case errors.As(err, &damaged):
		return true
	case errors.As(err, &status):
		return status.Code == 413
	case errors.As(err, &bucket):
		return bucket.Code == "EntityTooLarge"
	}
	return false
}
