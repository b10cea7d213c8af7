package cachestore

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// syncName makes a blob's name durable, and then its metadata: the commit of
// one upload serves all that wait for one. On error the blob is there, but may
// not survive a power cut.
func (s *Store) syncName(e *entry) error {
	if err := s.opts.SyncDir(filepath.Join(s.dir, filepath.Dir(e.path()))); err != nil {
		return diskError("flushing the blob", err)
	}
	if err := s.Flush(); err != nil {
		return diskError("flushing the blob", err)
	}
	return nil
}

// makeDir makes a directory below the blobs directory with its parents, and
// their names durable if every upload is to be.
func (s *Store) makeDir(dir string) error {
	if !s.opts.SyncEach {
		return os.MkdirAll(dir, 0o700)
	}
	err := os.Mkdir(dir, 0o700)
	if errors.Is(err, fs.ErrNotExist) {
		if err := s.makeDir(filepath.Dir(dir)); err != nil {
			return err
		}
		err = os.Mkdir(dir, 0o700)
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := s.opts.SyncDir(filepath.Dir(dir)); err != nil {
		return fmt.Errorf("flushing a new directory: %w", err)
	}
	return nil
}
