package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/gloriousflywheel/flywheel/tools/internal/s3store"
)

// bucket is a bucket of S3.
type bucket struct{ store *s3store.Store }

func openS3(raw string) (Backend, error) {
	s, err := s3store.Open(raw, s3store.Options{Attempts: 3})
	if err != nil {
		return nil, fmt.Errorf("--store: %w", err)
	}
	return bucket{s}, nil
}

// suffix tells snapshots from what else is in a bucket.
const suffix = ".snapshot"

// Get implements Backend.
func (b bucket) Get(ctx context.Context, name string) ([]byte, bool, error) {
	body, info, err := b.store.Get(ctx, name+suffix)
	if errors.Is(err, s3store.ErrNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	defer body.Close()
	if info.Size > maxSize {
		return nil, false, fmt.Errorf("reading %s%s: it has %d bytes", name, suffix, info.Size)
	}
	data, err := io.ReadAll(body)
	if err != nil {
		return nil, false, fmt.Errorf("reading %s%s: %w", name, suffix, err)
	}
	return data, true, nil
}

// Put implements Backend.
func (b bucket) Put(ctx context.Context, name string, data []byte) error {
	_, err := b.store.Put(ctx, name+suffix, bytes.NewReader(data), int64(len(data)), s3store.PutOptions{})
	return err
}
