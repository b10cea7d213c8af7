package cachestore

import (
	"crypto/sha256"
	"io"
)

// putStream stores a blob that does not fit in a buffer: hashing runs beside
// reading and writing, a few chunks behind at most.
func (s *Store) putStream(key Key, i id, r io.Reader, size int64) (int64, error) {
	known := i.kind.addressed() && s.use(i) != nil
	up := &upload{store: s, key: key, id: i, size: size}
	defer up.release()
	if known {
		sum, err := up.copy(r, io.Discard)
		if err != nil {
			return 0, err
		}
		return up.n, key.verify(i, sum)
	}
	if err := up.reserve(max(size, 0)); err != nil {
		return 0, err
	}
	e := s.entry(key, i, 0)
	f, temp, err := s.create(e)
	if err != nil {
		return 0, err
	}
	sum, err := up.copy(r, f)
	if err == nil {
		err = key.verify(i, sum)
	}
	e.size = up.n
	return up.n, s.finishStream(e, f, temp, sum, err)
}

// finishStream is finish, keeping the client's errors apart from the disk's.
func (s *Store) finishStream(e *entry, f File, temp string, sum [sha256.Size]byte, err error) error {
	if err == nil {
		return s.finish(e, f, temp, sum, nil)
	}
	s.finish(e, f, temp, sum, err) //nolint:errcheck // removes the file; err is the cause
	return err
}

// upload is the state of one streamed blob.
type upload struct {
	store    *Store
	key      Key
	id       id
	size     int64 // announced, or -1
	n        int64 // received
	reserved int64 // on disk
}

// reserve makes sure that room for at least n bytes of content is reserved.
func (u *upload) reserve(n int64) error {
	n = onDisk(n)
	if n <= u.reserved {
		return nil
	}
	if err := u.store.reserve(n - u.reserved); err != nil {
		return err
	}
	u.reserved = n
	return nil
}

func (u *upload) release() { u.store.release(u.reserved) }

// copy moves r to w and returns the digest of what went through.
func (u *upload) copy(r io.Reader, w io.Writer) (sum [sha256.Size]byte, err error) {
	h := startHasher(&u.store.buffers)
	defer func() { sum = h.finish() }()
	for {
		chunk := h.buffer()
		n, rerr := readChunk(r, chunk)
		if err := u.account(int64(n), w != io.Discard); err != nil {
			return sum, err
		}
		h.add(chunk, n)
		if n > 0 {
			if _, err := w.Write((*chunk)[:n]); err != nil {
				return sum, diskError("writing the blob", err)
			}
		}
		if rerr == io.EOF {
			return sum, u.checkSize()
		}
		if rerr != nil {
			return sum, &ReadError{Err: rerr}
		}
	}
}

// account counts received bytes against the announced size and the limits.
func (u *upload) account(n int64, stored bool) error {
	u.n += n
	if u.size >= 0 && u.n > u.size {
		return u.checkSize()
	}
	if u.n > u.store.opts.MaxBlobBytes {
		return ErrTooLarge
	}
	if stored && u.n > u.reserved {
		ahead := min(16<<20, u.store.opts.MaxBytes/64)
		return u.reserve(min(u.n+ahead, u.store.opts.MaxBlobBytes))
	}
	return nil
}

func (u *upload) checkSize() error {
	if u.size >= 0 && u.n != u.size {
		return &SizeError{Key: u.key.label(), Want: u.size, Got: u.n}
	}
	return nil
}

// readChunk fills buf as far as r goes without waiting for a full chunk more
// often than needed: network readers return what they have.
func readChunk(r io.Reader, buf *[]byte) (int, error) {
	n := 0
	for n < len(*buf)/2 {
		m, err := r.Read((*buf)[n:])
		n += m
		if err != nil {
			return n, err
		}
	}
	return n, nil
}
