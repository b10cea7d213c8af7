package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
)

// blob is content in memory, in pieces that blobs may share.
type blob struct {
	parts [][]byte
	size  int64
	sum   [sha256.Size]byte
}

// hash is the digest as Bazel writes it.
func (b *blob) hash() string { return hex.EncodeToString(b.sum[:]) }

// bytes is the content in one piece.
func (b *blob) bytes() []byte {
	if len(b.parts) == 1 {
		return b.parts[0]
	}
	return bytes.Join(b.parts, nil)
}

// shared is the least size of a written piece that a blob keeps without a copy.
const shared = 64 << 10

// Write appends to the blob. Large pieces must not change afterwards.
func (b *blob) Write(p []byte) (int, error) {
	last := len(b.parts) - 1
	switch {
	case len(p) >= shared:
		b.parts = append(b.parts, p)
	case last >= 0 && len(b.parts[last]) < shared:
		b.parts[last] = append(b.parts[last], p...)
	default:
		b.parts = append(b.parts, bytes.Clone(p))
	}
	return len(p), nil
}

// seal computes the size and the digest of what has been written.
func (b *blob) seal() {
	h := sha256.New()
	b.size = 0
	for _, p := range b.parts {
		h.Write(p)
		b.size += int64(len(p))
	}
	h.Sum(b.sum[:0])
}

// content makes n different contents of the given size: the first 8 bytes are
// a blob's own, the others are the same pseudo-random ones for all, so that
// any number of large blobs takes the memory of one. The same arguments always
// give the same content.
func content(n int, size int64, seed uint64) [][2][]byte {
	common := make([]byte, size-8)
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], seed)
	rand.NewChaCha8(key).Read(common) //nolint:errcheck // it cannot fail
	out := make([][2][]byte, n)
	for i := range out {
		own := make([]byte, 8)
		binary.LittleEndian.PutUint64(own, seed<<32|uint64(i))
		out[i] = [2][]byte{own, common}
	}
	return out
}

// makeBlobs makes n blobs.
func makeBlobs(n int, size int64, seed uint64) []*blob {
	blobs := make([]*blob, n)
	for i, c := range content(n, size, seed) {
		b := &blob{}
		b.Write(c[0]) //nolint:errcheck // it cannot fail
		b.Write(c[1]) //nolint:errcheck // as above
		b.seal()
		blobs[i] = b
	}
	return blobs
}

// matcher compares what is read, piece by piece, with a blob.
type matcher struct {
	parts [][]byte
	wrong bool
}

func (b *blob) matcher() *matcher { return &matcher{parts: append([][]byte(nil), b.parts...)} }

// Write implements io.Writer; it remembers a difference.
func (m *matcher) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0 && !m.wrong; {
		if len(m.parts) == 0 {
			m.wrong = true
			break
		}
		n := min(len(rest), len(m.parts[0]))
		m.wrong = !bytes.Equal(rest[:n], m.parts[0][:n])
		rest, m.parts[0] = rest[n:], m.parts[0][n:]
		if len(m.parts[0]) == 0 {
			m.parts = m.parts[1:]
		}
	}
	return len(p), nil
}

// matched reports whether exactly the blob has been read.
func (m *matcher) matched() bool { return !m.wrong && len(m.parts) == 0 }
