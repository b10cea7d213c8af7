package httpretry

import (
	"context"
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"time"
)

// errStalled is the cause of giving up a connection on which nothing moves.
var errStalled = errors.New("nothing moved on the connection")

// watchdog cancels a request on which nothing moves.
type watchdog struct {
	cancel        context.CancelCauseFunc
	timer         *time.Timer
	stall, answer time.Duration
	renewed       atomic.Int64 // when, in ns
}

func (w *watchdog) start() {
	w.timer = time.AfterFunc(w.answer, func() { w.cancel(errStalled) })
}

// moved says that bytes went. Timers are dear: they are set anew a few times a second at most.
func (w *watchdog) moved(limit time.Duration) {
	now := time.Now().UnixNano()
	if last := w.renewed.Load(); now-last > int64(limit)/16 && w.renewed.CompareAndSwap(last, now) {
		w.timer.Reset(limit)
	}
}

func (w *watchdog) stop() { w.timer.Stop() }

// body is the body of a request, watched. Reading it blocks while the server takes
// nothing; a source that itself waits has to live with the same limit.
type body struct {
	r     io.Reader
	watch *watchdog
	n     atomic.Int64
	mu    sync.Mutex
	err   error // of the source
}

// Read implements io.Reader.
func (b *body) Read(p []byte) (int, error) {
	b.watch.moved(b.watch.stall)
	n, err := b.r.Read(p)
	b.n.Add(int64(n))
	if err == io.EOF {
		b.watch.renewed.Store(0)
		b.watch.moved(b.watch.answer)
	} else if err != nil {
		b.mu.Lock()
		b.err = err
		b.mu.Unlock()
	}
	return n, err
}

// failure is the error of the source, if that failed.
func (b *body) failure() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.err
}

// Close implements io.Closer.
func (b *body) Close() error {
	if c, ok := b.r.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

// watched is the body of an answer.
type watched struct {
	io.ReadCloser
	watch  *watchdog
	cancel context.CancelCauseFunc
}

// Read implements io.Reader.
func (w *watched) Read(p []byte) (int, error) {
	w.watch.moved(w.watch.stall)
	return w.ReadCloser.Read(p)
}

// Close implements io.Closer.
func (w *watched) Close() error {
	w.watch.stop()
	err := w.ReadCloser.Close()
	w.cancel(nil)
	return err
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
