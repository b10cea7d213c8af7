package narpack

import (
	"crypto/sha256"
	"hash"
	"io"
)

// Stream is the uncompressed archive of the store path whose files are at path, made
// while it is read. What is wrong with the path shows before the last byte is given out,
// so that nobody takes a damaged archive for a whole one.
func (p *Packer) Stream(path string, want Expected) io.ReadCloser {
	r, w := io.Pipe()
	go func() {
		t := &tail{w: w, hash: sha256.New(), limit: want.NarSize}
		err := p.dump(t, path, want)
		if err == nil {
			err = want.check(path, [32]byte(t.hash.Sum(nil)), t.size)
		}
		if err == nil {
			_, err = w.Write(t.last)
		}
		w.CloseWithError(err)
	}()
	return r
}

// tail hands bytes on, but for the last one.
type tail struct {
	w           io.Writer
	hash        hash.Hash
	size, limit int64
	last        []byte
}

// Write implements io.Writer.
func (t *tail) Write(p []byte) (int, error) {
	t.hash.Write(p)
	t.size += int64(len(p))
	if t.size > t.limit {
		return 0, errTooLong
	}
	if _, err := t.w.Write(t.last); err != nil {
		return 0, err
	}
	n := len(p) - 1
	t.last = append(t.last[:0], p[n])
	_, err := t.w.Write(p[:n])
	return len(p), err
}
