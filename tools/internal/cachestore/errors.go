package cachestore

import (
	"errors"
	"fmt"
	"syscall"
)

// Errors that callers map to status codes; test with errors.Is.
var (
	ErrNotFound = errors.New("not in the cache")
	ErrName     = errors.New("invalid blob name")
	ErrTooLarge = errors.New("blob is larger than the server accepts")
	ErrNoSpace  = errors.New("no space left for the blob")
	ErrClosed   = errors.New("the store is closed")
)

// DigestError says that uploaded content does not have the digest it was
// announced with.
type DigestError struct{ Key, Want, Got string }

// Error names both digests.
func (e *DigestError) Error() string {
	return fmt.Sprintf("digest mismatch: %s was announced with sha256 %s, the content has %s", e.Key, e.Want, e.Got)
}

// SizeError says that an upload had more or fewer bytes than announced.
type SizeError struct {
	Key       string
	Want, Got int64
}

// Error names both sizes.
func (e *SizeError) Error() string {
	return fmt.Sprintf("size mismatch: %s was announced with %d bytes, received %d", e.Key, e.Want, e.Got)
}

// ReadError says that the content could not be read from the client; the
// store itself is sound.
type ReadError struct{ Err error }

// Error says what reading met.
func (e *ReadError) Error() string { return fmt.Sprintf("reading the upload: %v", e.Err) }

// Unwrap is the reader's own error.
func (e *ReadError) Unwrap() error { return e.Err }

// diskError marks a full disk or an exhausted quota as ErrNoSpace.
func diskError(what string, err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG) {
		return fmt.Errorf("%s: %w: %w", what, ErrNoSpace, err)
	}
	return fmt.Errorf("%s: %w", what, err)
}
