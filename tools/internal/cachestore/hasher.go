package cachestore

import (
	"crypto/sha256"
	"hash"
	"sync"
)

// ring is the number of buffers of a streamed upload: the hash may lag that
// many chunks behind the writes.
const ring = 3

// hasher computes a digest in a goroutine of its own over a ring of buffers.
// One goroutine uses it: buffer, fill it, add, write it elsewhere, again. A
// buffer may come back as free while its user still writes it, but the user
// asks for the next one only after that.
type hasher struct {
	pool *buffers
	h    hash.Hash
	work chan piece
	free chan *[]byte
	end  sync.WaitGroup
}

type piece struct {
	buf *[]byte
	n   int
}

func startHasher(pool *buffers) *hasher {
	h := &hasher{pool: pool, h: sha256.New(), work: make(chan piece, ring), free: make(chan *[]byte, ring)}
	for range ring {
		h.free <- pool.get()
	}
	h.end.Add(1)
	go h.run()
	return h
}

func (h *hasher) run() {
	defer h.end.Done()
	for p := range h.work {
		h.h.Write((*p.buf)[:p.n])
		h.free <- p.buf
	}
}

// buffer waits for a buffer that has been hashed.
func (h *hasher) buffer() *[]byte { return <-h.free }

// add hands n bytes of a buffer over.
func (h *hasher) add(buf *[]byte, n int) { h.work <- piece{buf, n} }

// finish waits for the digest of everything added and frees the buffers; the
// one that was taken last may or may not have been added.
func (h *hasher) finish() (sum [sha256.Size]byte) {
	close(h.work)
	h.end.Wait()
	close(h.free)
	for b := range h.free {
		h.pool.put(b)
	}
	h.h.Sum(sum[:0])
	return sum
}
