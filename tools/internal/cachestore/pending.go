package cachestore

import (
	"crypto/sha256"
	"hash"
	"os"
	"path/filepath"
	"strconv"
)

// Pending is a blob that is written before it has a name, because the name
// follows from the content: a file that nobody sees until Commit. It must end with Commit
// or Abort, and is not safe for concurrent use.
type Pending struct {
	up   upload
	hash hash.Hash
	file File
	temp string
}

// Begin starts a blob whose name is not known yet and makes room for about
// expect bytes. Errors: ErrNoSpace, or a disk's error.
func (s *Store) Begin(expect int64) (*Pending, error) {
	p := &Pending{up: upload{store: s, size: -1}, hash: sha256.New()}
	if err := p.up.reserve(min(expect, s.opts.MaxBlobBytes)); err != nil {
		return nil, err
	}
	p.temp = filepath.Join(s.dir, tempPrefix+strconv.FormatUint(s.temps.Add(1), 36))
	f, err := s.opts.CreateFile(p.temp)
	if err != nil {
		p.up.release()
		return nil, diskError("making a file for the blob", err)
	}
	p.file = f
	s.writing.Add(1)
	return p, nil
}

// Write implements io.Writer. Errors: ErrTooLarge, ErrNoSpace, or a disk's
// error.
func (p *Pending) Write(data []byte) (int, error) {
	if err := p.up.account(int64(len(data)), true); err != nil {
		return 0, err
	}
	p.hash.Write(data)
	n, err := p.file.Write(data)
	if err != nil {
		err = diskError("writing the blob", err)
	}
	return n, err
}

// Commit names the blob by the SHA-256 of its content and makes it visible.
// Where there is already a blob with a name that holds the digest, that one
// stays, and existed is true.
func (p *Pending) Commit(name func(sum [sha256.Size]byte) Key) (key Key, size int64, existed bool, err error) {
	var sum [sha256.Size]byte
	p.hash.Sum(sum[:0])
	key = name(sum)
	i, err := key.id()
	if err == nil {
		err = key.verify(i, sum)
	}
	if err != nil {
		p.Abort()
		return key, 0, false, err
	}
	s := p.up.store
	if i.kind.addressed() && s.use(i) != nil {
		p.Abort()
		return key, p.up.n, true, nil
	}
	defer p.up.release()
	e := s.entry(key, i, p.up.n)
	if err = s.makeDir(filepath.Join(s.dir, filepath.Dir(e.path()))); err != nil {
		err = diskError("making a directory for the blob", err)
	}
	err = s.finish(e, p.file, p.temp, sum, err)
	return key, p.up.n, false, err
}

// Abort drops what has been written.
func (p *Pending) Abort() {
	p.file.Close()
	os.Remove(p.temp)
	p.up.store.writing.Add(-1)
	p.up.release()
}

// DropCache drops all blobs of a Nix cache and returns how many there were.
func (s *Store) DropCache(cache string) int {
	s.mu.Lock()
	var all []*entry
	for _, e := range s.index.byID {
		if e.group().Cache == cache {
			all = append(all, e)
		}
	}
	s.mu.Unlock()
	n := 0
	for _, e := range all {
		if s.drop(e) {
			n++
		}
	}
	return n
}
