package cachestore

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"golang.org/x/sys/unix"
)

const (
	smallBlob = 64 << 10  // up to here a blob is read whole before its file is made
	chunkSize = 256 << 10 // of streamed blobs
)

// Put stores the content of r under key. size is the announced number of
// bytes, or -1 when it is not known. Nothing can be seen of the blob before it
// is whole and, for the content-addressed kinds, has the digest in its name; on
// error nothing is left. A content-addressed blob that is there already is
// read and verified, but not written again. It returns the blob's size.
//
// Errors: ErrName, ErrTooLarge, ErrNoSpace, ErrClosed, *DigestError,
// *SizeError, *ReadError, or a disk's error.
func (s *Store) Put(key Key, r io.Reader, size int64) (int64, error) {
	i, err := key.id()
	if err != nil {
		return 0, err
	}
	if size > s.opts.MaxBlobBytes {
		return 0, ErrTooLarge
	}
	if size < 0 || size > smallBlob {
		return s.putStream(key, i, r, size)
	}
	buf := s.buffers.get()
	defer s.buffers.put(buf)
	data, err := readExactly(key, r, (*buf)[:size+1])
	if err != nil {
		return 0, err
	}
	return size, s.putBytes(key, i, data)
}

// PutBytes is Put for content in memory.
func (s *Store) PutBytes(key Key, data []byte) error {
	i, err := key.id()
	if err != nil {
		return err
	}
	if int64(len(data)) > s.opts.MaxBlobBytes {
		return ErrTooLarge
	}
	return s.putBytes(key, i, data)
}

// readExactly fills all but the last byte of buf, which must find the end.
func readExactly(key Key, r io.Reader, buf []byte) ([]byte, error) {
	size := len(buf) - 1
	n, err := io.ReadFull(r, buf)
	switch {
	case err == nil:
		return nil, &SizeError{Key: key.label(), Want: int64(size), Got: int64(n)}
	case err == io.EOF || err == io.ErrUnexpectedEOF:
		if n < size {
			return nil, &SizeError{Key: key.label(), Want: int64(size), Got: int64(n)}
		}
		return buf[:size], nil
	}
	return nil, &ReadError{Err: err}
}

func (k Key) label() string {
	if k.Kind == CAS || k.Kind == AC {
		return k.Kind.String() + "/" + k.Name
	}
	return k.Cache + "/" + k.Kind.String() + "/" + k.Name
}

func (s *Store) putBytes(key Key, i id, data []byte) error {
	sum := sha256.Sum256(data)
	if err := key.verify(i, sum); err != nil {
		return err
	}
	if i.kind.addressed() && s.use(i) != nil {
		return nil
	}
	size := int64(len(data))
	if err := s.reserve(onDisk(size)); err != nil {
		return err
	}
	defer s.release(onDisk(size))
	e := s.entry(key, i, size)
	f, temp, err := s.create(e)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return s.finish(e, f, temp, sum, err)
}

// verify compares the content's digest with the one in the name.
func (k Key) verify(i id, sum [sha256.Size]byte) error {
	if want, known := k.want(i); known && want != sum {
		return &DigestError{Key: k.label(), Want: hex.EncodeToString(want[:]), Got: hex.EncodeToString(sum[:])}
	}
	return nil
}

func (s *Store) entry(key Key, i id, size int64) *entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.index.newEntry(key, i, size, s.opts.Now().Unix())
}

// create makes a temporary file beside e's place: the rename stays in one
// directory, which is cheaper than moving between two.
func (s *Store) create(e *entry) (File, string, error) {
	temp := filepath.Join(s.dir, filepath.Dir(e.path()), tempPrefix+strconv.FormatUint(s.temps.Add(1), 36))
	f, err := s.opts.CreateFile(temp)
	if errors.Is(err, os.ErrNotExist) {
		if err = s.makeDir(filepath.Dir(temp)); err == nil {
			f, err = s.opts.CreateFile(temp)
		}
	}
	if err != nil {
		return nil, "", diskError("making a file for the blob", err)
	}
	s.writing.Add(1)
	return f, temp, nil
}

// finish closes the temporary file and, if there was no error, makes it the
// blob e with the given content digest.
func (s *Store) finish(e *entry, f File, temp string, sum [sha256.Size]byte, err error) error {
	defer s.writing.Add(-1)
	if err == nil && s.opts.SyncEach {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		os.Remove(temp)
		return diskError("writing the blob", err)
	}
	if err := s.publish(e, temp, sum); err != nil {
		os.Remove(temp)
		return err
	}
	if s.opts.SyncEach {
		return s.syncName(e)
	}
	return nil
}

func (s *Store) publish(e *entry, temp string, sum [sha256.Size]byte) error {
	s.life.RLock()
	defer s.life.RUnlock()
	if s.closed {
		return ErrClosed
	}
	place := s.stripe(e.id)
	place.Lock()
	defer place.Unlock()
	// os.Rename would look first whether there is a directory.
	if err := unix.Rename(temp, s.dir+"/"+e.path()); err != nil {
		return diskError("renaming the blob into place", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.index.insert(e)
	s.dirty[e.id] = change{rec: newRecord(e, sum)}
	delete(s.touched, e.id)
	return nil
}

func (s *Store) stripe(i id) *sync.Mutex { return &s.files[i.sum[1]%stripes] }
