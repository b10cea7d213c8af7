package narpack

import (
	"errors"
	"fmt"
)

// errTooLong ends the reading of a path that is larger than the store recorded.
var errTooLong = errors.New("too long")

// tooLong says so to people.
func (e Expected) tooLong() string {
	return fmt.Sprintf("its archive has more than the %d bytes that the store recorded", e.NarSize)
}

// block is a piece of an archive, and what it is compressed to.
type block struct {
	in, out []byte
	err     error
	done    chan struct{}
}

// bounded collects a whole archive in a block, unless that is too long.
type bounded struct {
	b     *block
	limit int64
}

// Write implements io.Writer.
func (w *bounded) Write(p []byte) (int, error) {
	if int64(len(w.b.in)+len(p)) > w.limit {
		return 0, errTooLong
	}
	w.b.in = append(w.b.in, p...)
	return len(p), nil
}
