package cachestore

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"
)

// Flush makes the blobs stored so far durable and records their metadata, in
// one flush of the filesystem and one transaction.
func (s *Store) Flush() error {
	s.flushing.Lock()
	defer s.flushing.Unlock()
	s.mu.Lock()
	dirty, touched := s.dirty, s.touched
	s.dirty, s.touched = map[id]change{}, map[id]int64{}
	s.mu.Unlock()
	if len(dirty)+len(touched) == 0 {
		return nil
	}
	err := s.commit(dirty, touched)
	if err != nil {
		s.restore(dirty, touched)
	}
	return err
}

func (s *Store) commit(dirty map[id]change, touched map[id]int64) error {
	if len(dirty) > 0 && !s.opts.SyncEach { // which has flushed each blob
		if err := syncFilesystem(s.dir); err != nil {
			return fmt.Errorf("flushing blobs: %w", err)
		}
	}
	err := s.db.Update(func(tx *bolt.Tx) error {
		entries, access := tx.Bucket([]byte(entriesBucket)), tx.Bucket([]byte(accessBucket))
		for _, i := range sorted(dirty) {
			if err := apply(entries, access, i, dirty[i]); err != nil {
				return err
			}
		}
		for _, i := range sorted(touched) {
			if err := putAccess(access, i, touched[i]); err != nil {
				return err
			}
		}
		now := binary.BigEndian.AppendUint64(nil, uint64(s.opts.Now().Unix()))
		return tx.Bucket([]byte(metaBucket)).Put([]byte(committedKey), now)
	})
	if err != nil {
		return fmt.Errorf("writing metadata: %w", err)
	}
	return nil
}

// apply records one change. Times of last use have a bucket of their own, so
// that recording a use does not rewrite the blob's record.
func apply(entries, access *bolt.Bucket, i id, c change) error {
	if c.deleted {
		if err := entries.Delete(i.bytes()); err != nil {
			return err
		}
		return access.Delete(i.bytes())
	}
	if err := entries.Put(i.bytes(), c.rec.encode()); err != nil {
		return err
	}
	return putAccess(access, i, c.rec.access)
}

func putAccess(access *bolt.Bucket, i id, at int64) error {
	return access.Put(i.bytes(), binary.BigEndian.AppendUint64(nil, uint64(at)))
}

// restore puts changes that could not be recorded back, behind newer ones.
func (s *Store) restore(dirty map[id]change, touched map[id]int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, c := range dirty {
		if _, newer := s.dirty[i]; !newer {
			s.dirty[i] = c
		}
	}
	for i, at := range touched {
		_, newer := s.touched[i]
		if _, changed := s.dirty[i]; !newer && !changed {
			s.touched[i] = at
		}
	}
}

// sorted orders ids as the database does, which makes big transactions cheap.
func sorted[V any](m map[id]V) []id {
	ids := make([]id, 0, len(m))
	for i := range m {
		ids = append(ids, i)
	}
	slices.SortFunc(ids, func(a, b id) int {
		if a.kind != b.kind {
			return int(a.kind) - int(b.kind)
		}
		return bytes.Compare(a.sum[:], b.sum[:])
	})
	return ids
}

func (i id) bytes() []byte { return append([]byte{byte(i.kind)}, i.sum[:]...) }
