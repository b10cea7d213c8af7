package binarycache

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"

	"github.com/gloriousflywheel/flywheel/tools/internal/s3store"
)

// S3 is a cache in a bucket.
type S3 struct {
	store    *s3store.Store
	requests *counter
	sent     atomic.Int64
}

// NewS3 opens the bucket of an URL.
func NewS3(url string, attempts, conns int) (*S3, error) {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConns, t.MaxIdleConnsPerHost, t.DisableCompression = 4*conns, 4*conns, true
	requests := &counter{next: t}
	store, err := s3store.Open(url, s3store.Options{Attempts: attempts, Transport: requests})
	if err != nil {
		return nil, err
	}
	return &S3{store: store, requests: requests}, nil
}

// counter counts what goes over the wire.
type counter struct {
	next http.RoundTripper
	n    atomic.Int64
	bad  atomic.Int64
}

// RoundTrip implements http.RoundTripper.
func (c *counter) RoundTrip(r *http.Request) (*http.Response, error) {
	c.n.Add(1)
	answer, err := c.next.RoundTrip(r)
	if err != nil || answer.StatusCode == 429 || answer.StatusCode >= 500 {
		c.bad.Add(1) // the SDK tries again
	}
	return answer, err
}

// Has implements Objects.
func (s *S3) Has(ctx context.Context, name string) (bool, error) {
	_, err := s.store.Stat(ctx, name)
	if errors.Is(err, s3store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Put implements Objects.
func (s *S3) Put(ctx context.Context, name, mediaType string, size int64, source Source) error {
	r, err := source()
	if err != nil {
		return err
	}
	if c, ok := r.(io.Closer); ok {
		defer c.Close()
	}
	if _, err := s.store.Put(ctx, name, r, size, s3store.PutOptions{ContentType: mediaType}); err != nil {
		return err
	}
	s.sent.Add(size)
	return nil
}

// Get implements Objects.
func (s *S3) Get(ctx context.Context, name string) (io.ReadCloser, error) {
	body, _, err := s.store.Get(ctx, name)
	if errors.Is(err, s3store.ErrNotFound) {
		return nil, ErrNotFound
	}
	return body, err
}

// Remove implements Remover.
func (s *S3) Remove(ctx context.Context, name string) error {
	err := s.store.Delete(ctx, name)
	var refused *s3store.Error
	if errors.As(err, &refused) && (refused.Code == "AccessDenied" || refused.Code == "MethodNotAllowed" || refused.Status == http.StatusForbidden) {
		return fmt.Errorf("%w (DeleteObject: %s)", ErrKept, refused.Code)
	}
	return err
}

// Counts implements Objects.
func (s *S3) Counts() (requests, retries, sent int64) {
	return s.requests.n.Load(), s.requests.bad.Load(), s.sent.Load()
}
