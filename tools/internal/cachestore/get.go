package cachestore

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// accessStep is the precision of times of last use, in seconds: within it, uses
// of a blob are not recorded again.
const accessStep = 60

// Has reports whether the blob is there, and its size; asking is a use.
func (s *Store) Has(key Key) (int64, bool) {
	i, err := key.id()
	if err != nil {
		return 0, false
	}
	if e := s.use(i); e != nil {
		return e.size, true
	}
	return 0, false
}

// use finds an entry and makes it the most recently used.
func (s *Store) use(i id) *entry {
	now := s.opts.Now().Unix()
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.index.byID[i]
	if e == nil {
		return nil
	}
	s.index.touch(e)
	if now-e.access >= accessStep {
		e.access = now
		s.touched[i] = now
	}
	return e
}

// Blob is a blob that has been found: a small one is in Data, of any other File
// is open, which the caller closes. Eviction does not disturb readers.
type Blob struct {
	Size int64
	Data []byte
	File *os.File
}

// Get finds a blob and reads it into buf if it fits there; otherwise it opens
// the file. A blob whose file is gone is forgotten. Errors: ErrName,
// ErrNotFound, or a disk's error.
func (s *Store) Get(key Key, buf []byte) (Blob, error) { return s.get(key, buf, 0) }

// get is Get that reads blobs up to fresh bytes into new memory if need be.
func (s *Store) get(key Key, buf []byte, fresh int64) (Blob, error) {
	i, err := key.id()
	if err != nil {
		return Blob{}, err
	}
	e := s.use(i)
	if e == nil {
		return Blob{}, ErrNotFound
	}
	b := Blob{Size: e.size}
	path := s.dir + "/" + e.path()
	if e.size > int64(cap(buf)) && e.size <= fresh {
		buf = make([]byte, e.size)
	}
	if e.size <= int64(cap(buf)) {
		b.Data, err = readFile(path, buf[:e.size:e.size])
	} else {
		b.File, err = os.Open(path)
	}
	if errors.Is(err, os.ErrNotExist) {
		s.forget(e)
		return Blob{}, ErrNotFound
	}
	if err != nil {
		return Blob{}, fmt.Errorf("reading a blob: %w", err)
	}
	return b, nil
}

// Open is Get without a buffer.
func (s *Store) Open(key Key) (*os.File, int64, error) {
	b, err := s.Get(key, nil)
	if err == nil && b.File == nil { // an empty blob fits in no buffer, too
		b.File, err = os.Open(os.DevNull)
	}
	return b.File, b.Size, err
}

// Read returns a blob's content in buf if it fits, otherwise in new memory.
// Blobs larger than limit give ErrTooLarge.
func (s *Store) Read(key Key, buf []byte, limit int64) ([]byte, error) {
	b, err := s.get(key, buf, min(limit, smallBlob))
	if err != nil || b.File == nil {
		return b.Data, err
	}
	defer b.File.Close()
	if b.Size > limit {
		return nil, ErrTooLarge
	}
	data := make([]byte, b.Size)
	if _, err := io.ReadFull(b.File, data); err != nil {
		return nil, fmt.Errorf("reading a blob: %w", err)
	}
	return data, nil
}

// readFile fills buf from the beginning of a file, without the poller and the
// finalizer that an os.File has: for small files those cost more than reading.
func readFile(path string, buf []byte) ([]byte, error) {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	for err == unix.EINTR {
		fd, err = unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	}
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd)
	for n := 0; n < len(buf); {
		m, err := unix.Read(fd, buf[n:])
		switch {
		case err == unix.EINTR:
		case err != nil:
			return nil, err
		case m == 0:
			return nil, io.ErrUnexpectedEOF
		default:
			n += m
		}
	}
	return buf, nil
}

// Delete drops a blob, if it is there.
func (s *Store) Delete(key Key) error {
	i, err := key.id()
	if err != nil {
		return err
	}
	s.mu.Lock()
	e := s.index.byID[i]
	s.mu.Unlock()
	if e != nil {
		s.drop(e)
	}
	return nil
}

// forget removes an entry whose file was found missing, unless the blob has
// been replaced meanwhile.
func (s *Store) forget(e *entry) {
	place := s.stripe(e.id)
	place.Lock()
	defer place.Unlock()
	if _, err := os.Lstat(filepath.Join(s.dir, e.path())); err == nil {
		return
	}
	s.unindex(e)
}
