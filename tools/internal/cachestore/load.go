package cachestore

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

const (
	entriesBucket = "entries"
	accessBucket  = "access"
	metaBucket    = "meta"
	cleanKey      = "clean"     // present: the store was closed
	bootKey       = "boot"      // the boot in which the store was last opened
	committedKey  = "committed" // Unix time of the last commit
)

func hexName(i id) string { return hex.EncodeToString(i.sum[:]) }

// load reads the metadata, repairs the store if it was not closed and marks it
// as open. A damaged database is put aside and made anew from the files.
func (s *Store) load(path string) error {
	records, was, err := s.openDB(path)
	if damaged(err) {
		aside := fmt.Sprintf("%s.damaged-%d", path, s.opts.Now().Unix())
		s.opts.Log.Error("metadata is damaged; rebuilding it from the blobs", "error", err, "kept", aside)
		if err := os.Rename(path, aside); err != nil {
			return fmt.Errorf("putting damaged metadata aside: %w", err)
		}
		records, was, err = s.openDB(path)
		was = state{}
	}
	if err != nil {
		return err
	}
	if !was.clean {
		err = s.recover(records, was)
	}
	if err == nil {
		s.fill(records)
		err = s.markClean(false)
	}
	if err != nil {
		s.db.Close()
	}
	return err
}

// state is how the store was left.
type state struct {
	clean     bool
	boot      string
	committed int64
}

type damagedError struct{ cause any }

func (e damagedError) Error() string { return fmt.Sprintf("damaged database: %v", e.cause) }

func damaged(err error) bool {
	var d damagedError
	return errors.As(err, &d) || errors.Is(err, berrors.ErrInvalid) ||
		errors.Is(err, berrors.ErrChecksum) || errors.Is(err, berrors.ErrVersionMismatch)
}

// openDB opens the database and reads all records. bbolt panics on pages that
// make no sense; that is reported as damage.
func (s *Store) openDB(path string) (records map[id]record, was state, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = damagedError{r}
		}
	}()
	s.db, err = bolt.Open(path, 0o600, &bolt.Options{
		Timeout: 5 * time.Second, NoFreelistSync: true, FreelistType: bolt.FreelistMapType,
	})
	if err != nil {
		return nil, was, fmt.Errorf("opening metadata %q: %w", path, err)
	}
	records = map[id]record{}
	err = s.db.Update(func(tx *bolt.Tx) error {
		was, err = readState(tx)
		if err != nil {
			return err
		}
		return readRecords(tx, records)
	})
	if err != nil {
		s.db.Close()
		return nil, was, fmt.Errorf("reading metadata %q: %w", path, err)
	}
	return records, was, nil
}

func readState(tx *bolt.Tx) (was state, err error) {
	for _, name := range []string{entriesBucket, accessBucket, metaBucket} {
		if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
			return was, err
		}
	}
	meta := tx.Bucket([]byte(metaBucket))
	was.clean, was.boot = meta.Get([]byte(cleanKey)) != nil, string(meta.Get([]byte(bootKey)))
	if at := meta.Get([]byte(committedKey)); len(at) == 8 {
		was.committed = int64(binary.BigEndian.Uint64(at))
	}
	return was, nil
}

func readRecords(tx *bolt.Tx, records map[id]record) error {
	access := tx.Bucket([]byte(accessBucket))
	return tx.Bucket([]byte(entriesBucket)).ForEach(func(k, v []byte) error {
		var i id
		rec, err := decodeRecord(v)
		if err != nil || len(k) != 1+len(i.sum) {
			return damagedError{"a record makes no sense"}
		}
		i.kind = Kind(k[0])
		copy(i.sum[:], k[1:])
		if at := access.Get(k); len(at) == 8 {
			rec.access = int64(binary.BigEndian.Uint64(at))
		}
		records[i] = rec
		return nil
	})
}

// fill builds the index, oldest first.
func (s *Store) fill(records map[id]record) {
	ids := sorted(records)
	slices.SortStableFunc(ids, func(a, b id) int {
		return int(records[a].access - records[b].access)
	})
	for _, i := range ids {
		rec := records[i]
		s.index.insert(s.index.newEntry(rec.key(i), i, rec.size, rec.access))
	}
}

// markClean records whether the store is closed.
func (s *Store) markClean(clean bool) error {
	err := s.db.Update(func(tx *bolt.Tx) error {
		meta := tx.Bucket([]byte(metaBucket))
		if clean {
			return meta.Put([]byte(cleanKey), []byte("1"))
		}
		if err := meta.Put([]byte(bootKey), []byte(s.opts.BootID)); err != nil {
			return err
		}
		return meta.Delete([]byte(cleanKey))
	})
	if err != nil {
		return fmt.Errorf("marking the metadata: %w", err)
	}
	return nil
}
