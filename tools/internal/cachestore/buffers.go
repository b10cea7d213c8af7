package cachestore

import "sync"

// buffers holds buffers of chunkSize between uploads.
type buffers struct{ pool sync.Pool }

func (b *buffers) get() *[]byte {
	if buf, ok := b.pool.Get().(*[]byte); ok {
		return buf
	}
	buf := make([]byte, chunkSize)
	return &buf
}

func (b *buffers) put(buf *[]byte) { b.pool.Put(buf) }
