package cachestore

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
)

// record is what the database keeps of a blob.
type record struct {
	size        int64
	access      int64 // kept in its own bucket
	sum         [sha256.Size]byte
	hasSum      bool // for the kinds whose name does not hold the digest
	cache, name string
}

func newRecord(e *entry, sum [sha256.Size]byte) record {
	return record{size: e.size, access: e.access, sum: sum, hasSum: !e.id.kind.addressed(), cache: e.cache, name: e.name}
}

// encode writes: size, flag, [digest], length of the cache's name, cache, name.
func (r record) encode() []byte {
	b := binary.AppendUvarint(nil, uint64(r.size))
	if r.hasSum {
		b = append(append(b, 1), r.sum[:]...)
	} else {
		b = append(b, 0)
	}
	b = binary.AppendUvarint(b, uint64(len(r.cache)))
	return append(append(b, r.cache...), r.name...)
}

func decodeRecord(b []byte) (r record, err error) {
	bad := errors.New("damaged metadata record")
	size, n := binary.Uvarint(b)
	if n <= 0 || len(b) < n+1 {
		return r, bad
	}
	r.size, r.hasSum, b = int64(size), b[n] == 1, b[n+1:]
	if r.hasSum {
		if len(b) < len(r.sum) {
			return r, bad
		}
		b = b[copy(r.sum[:], b):]
	}
	length, n := binary.Uvarint(b)
	if n <= 0 || uint64(len(b)-n) < length {
		return r, bad
	}
	b = b[n:]
	r.cache, r.name = string(b[:length]), string(b[length:])
	return r, nil
}

// key is the inverse of Key.id for a recorded blob.
func (r record) key(i id) Key {
	if i.kind == CAS || i.kind == AC {
		return Key{Kind: i.kind, Cache: BazelCache, Name: hexName(i)}
	}
	return Key{Kind: i.kind, Cache: r.cache, Name: r.name}
}
