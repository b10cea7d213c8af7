package binarycache

import (
	"context"
	"errors"
	"io"
)

// ErrNotFound is the error for a file that is not there.
var ErrNotFound = errors.New("not in the cache")

// ErrKept is the error for a cache that does not let files be removed.
var ErrKept = errors.New("the cache does not let us remove anything")

// Source opens what is to be stored, anew for each attempt. What it opens may be an
// io.Closer.
type Source func() (io.Reader, error)

// Objects are the files of a cache. Many goroutines may use them at once.
type Objects interface {
	// Has reports whether a file is there.
	Has(ctx context.Context, name string) (bool, error)
	// Put stores a file: wholly, or not at all. It may be there already.
	Put(ctx context.Context, name, mediaType string, size int64, source Source) error
	// Get opens a file; ErrNotFound if it is not there.
	Get(ctx context.Context, name string) (io.ReadCloser, error)
	// Counts are the requests made so far, those of them that were repetitions, and
	// bytes that were stored.
	Counts() (requests, retries, sent int64)
}

// Remover is a cache whose files can be removed.
type Remover interface {
	// Remove removes a file; one that is not there is no error. ErrKept if the cache does
	// not let us.
	Remove(ctx context.Context, name string) error
}

// Remove removes a file of a cache, as a [Remover] does.
func Remove(ctx context.Context, o Objects, name string) error {
	if r, ok := o.(Remover); ok {
		return r.Remove(ctx, name)
	}
	return ErrKept
}

// The media types that Nix gives to files.
const (
	TypeInfo    = "text/x-nix-cache-info"
	TypeNarInfo = "text/x-nix-narinfo"
	TypeNAR     = "application/x-nix-nar"
)
