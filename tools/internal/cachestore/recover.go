package cachestore

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// tempPrefix starts the names of files that are being written.
const tempPrefix = ".tmp-"

// recovery compares the files with the records; see the package comment.
type recovery struct {
	store    *Store
	records  map[id]record
	seen     map[id]bool
	sameBoot bool
	trusted  int64 // Unix time: what was written before it had been flushed

	temps, adopted, dropped int
}

// recover makes records describe exactly the blobs that are there and sound. It
// is an error that a blob can neither be seen nor be known to be gone: forgetting
// it would leave its file, uncounted.
func (s *Store) recover(records map[id]record, was state) error {
	sameBoot := was.boot != "" && was.boot == s.opts.BootID
	const margin = 3600 // for clocks that are set back
	r := &recovery{store: s, records: records, seen: map[id]bool{}, sameBoot: sameBoot, trusted: was.committed - margin}
	s.opts.Log.Debug("checking the blobs", "same_boot", sameBoot)
	if err := filepath.WalkDir(s.dir, r.visit); err != nil {
		return err
	}
	missing := 0
	for i, rec := range records {
		if r.seen[i] {
			continue
		}
		if err := s.checkGone(i, rec); err != nil {
			return err
		}
		delete(records, i)
		s.dirty[i] = change{deleted: true}
		missing++
	}
	if len(records)+r.temps+r.dropped+missing == 0 {
		return nil // a new store
	}
	s.opts.Log.Info("the store was not closed in order and has been checked", "same_boot", sameBoot, "blobs", len(records), "unfinished_uploads_removed", r.temps,
		"adopted", r.adopted, "damaged_removed", r.dropped, "missing_forgotten", missing)
	return nil
}

// checkGone makes sure that a recorded blob that was not seen has no file.
func (s *Store) checkGone(i id, rec record) error {
	path := filepath.Join(s.dir, place(rec.key(i), i))
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = fmt.Errorf("%q is there, but no regular file in regular directories", filepath.Base(path))
	}
	return unreadable(filepath.Dir(path), err)
}

// place is where a blob lies below the blobs directory.
func place(key Key, i id) string {
	return (&entry{id: i, cache: key.Cache, name: key.Name}).path()
}

func unreadable(dir string, err error) error {
	return fmt.Errorf("checking the blobs in directory %q: %w; make it a directory that this user may read and write, or remove it if its blobs may be lost", dir, err)
}

func (r *recovery) visit(path string, d fs.DirEntry, err error) error {
	if err != nil {
		return unreadable(path, err)
	}
	if d.IsDir() {
		return nil
	}
	if strings.HasPrefix(d.Name(), tempPrefix) {
		r.temps++
		return r.remove(path)
	}
	rel, _ := filepath.Rel(r.store.dir, path)
	key, ok := parsePath(rel)
	i, kerr := key.id()
	info, ierr := d.Info()
	if !ok || kerr != nil || ierr != nil || !info.Mode().IsRegular() || place(key, i) != filepath.ToSlash(rel) {
		r.store.opts.Log.Warn("leaving alone what is no blob", "path", path)
		return nil
	}
	r.check(path, key, i, info)
	return nil
}

// check keeps, adopts or drops one file.
func (r *recovery) check(path string, key Key, i id, info fs.FileInfo) {
	rec, known := r.records[i]
	fresh := record{size: info.Size(), access: info.ModTime().Unix(), cache: key.Cache, name: key.Name}
	switch {
	case known && rec.size == info.Size() && (r.sameBoot || r.sound(path, key, i, rec, info)):
		r.seen[i] = true
	case r.sameBoot && !(known && i.kind.addressed()):
		// The rename happened, so the file was whole and verified.
		r.adopt(path, i, fresh)
	case !known && i.kind.addressed() && r.verified(path, key, i):
		r.adopt(path, i, fresh)
	default:
		r.dropped++
		r.store.opts.Log.Warn("removing a blob that is not sound", "path", path)
		r.remove(path) //nolint:errcheck // logged
	}
}

// sound reports whether the file of a record survived a power cut. A recorded
// file has been flushed, but its blob may have been dropped and uploaded again
// since the last commit.
func (r *recovery) sound(path string, key Key, i id, rec record, info fs.FileInfo) bool {
	if i.kind.addressed() {
		return info.ModTime().Unix() < r.trusted || r.verified(path, key, i)
	}
	return r.matches(path, rec.sum)
}

func (r *recovery) adopt(path string, i id, rec record) {
	if !i.kind.addressed() {
		sum, err := fileDigest(path)
		if err != nil {
			return
		}
		rec.sum, rec.hasSum = sum, true
	}
	if i.kind == CAS || i.kind == AC {
		rec.cache, rec.name = "", ""
	}
	r.adopted++
	r.seen[i] = true
	r.records[i] = rec
	r.store.dirty[i] = change{rec: rec}
}

func (r *recovery) verified(path string, key Key, i id) bool {
	sum, err := fileDigest(path)
	return err == nil && key.verify(i, sum) == nil
}

func (r *recovery) matches(path string, want [sha256.Size]byte) bool {
	sum, err := fileDigest(path)
	return err == nil && sum == want
}

func (r *recovery) remove(path string) error {
	if err := os.Remove(path); err != nil {
		r.store.opts.Log.Error("removing a file", "error", err)
	}
	return nil
}

func fileDigest(path string) (sum [sha256.Size]byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return sum, err
	}
	h.Sum(sum[:0])
	return sum, nil
}
