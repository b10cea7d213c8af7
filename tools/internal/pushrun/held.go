package pushrun

import (
	"context"
	"errors"
	"io"
	"time"
)

// errWithheld ends the upload of a path that must stay invisible.
var errWithheld = errors.New("a path that it references was not pushed")

// tick is how often a reader that waits shows that it lives.
const tick = time.Second

// held reads an archive and holds its last byte back until call says that all that the
// path references is visible.
type held struct {
	ctx  context.Context
	r    io.Reader
	left int64
	call *call
}

func hold(ctx context.Context, r io.Reader, size int64, c *call) *held {
	return &held{ctx, r, size, c}
}

// Read implements io.Reader.
func (h *held) Read(p []byte) (int, error) {
	if len(p) == 0 || h.left == 0 {
		return h.r.Read(p)
	}
	if h.left > 1 {
		n, err := h.r.Read(p[:min(int64(len(p)), h.left-1)])
		h.left -= int64(n)
		return n, err
	}
	select {
	case <-h.call.done:
	case <-h.ctx.Done():
		return 0, context.Cause(h.ctx)
	case <-time.After(tick):
		return 0, nil // nothing yet, but alive
	}
	if !h.call.ok {
		return 0, errWithheld
	}
	n, err := h.r.Read(p)
	h.left -= int64(n)
	return n, err
}

// Close implements io.Closer.
func (h *held) Close() error {
	if c, ok := h.r.(io.Closer); ok {
		return c.Close()
	}
	return nil
}
