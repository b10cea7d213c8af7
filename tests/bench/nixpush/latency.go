package main

import (
	"context"
	"fmt"
	"net"
	"time"

	"golang.org/x/sync/errgroup"
)

// A far server is one behind a link: each byte takes half a round trip in each direction,
// and a connection takes a whole one to be made, as TCP's handshake does. The link has no
// limit of throughput.
type far struct {
	listener net.Listener
	cancel   context.CancelFunc
	done     chan struct{}
}

// window is how much is under way in one direction of a connection at most, in pieces of
// up to 64 KiB.
const window = 256

func newFar(ctx context.Context, to string, roundTrip time.Duration) (*far, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("making a far server: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	f := &far{listener: l, cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(f.done)
		var group errgroup.Group
		for {
			c, err := l.Accept()
			if err != nil {
				group.Wait() //nolint:errcheck // connections end as they end
				return
			}
			group.Go(func() error {
				pipe(ctx, c, to, roundTrip)
				return nil
			})
		}
	}()
	return f, nil
}

func (f *far) address() string { return f.listener.Addr().String() }

// stop ends it and all its connections.
func (f *far) stop() {
	f.cancel()
	f.listener.Close()
	<-f.done
}

// pipe serves one connection.
func pipe(ctx context.Context, near net.Conn, to string, roundTrip time.Duration) {
	defer near.Close()
	made := time.After(roundTrip)
	away, err := net.Dial("tcp", to)
	if err != nil {
		return
	}
	defer away.Close()
	stop := context.AfterFunc(ctx, func() { near.Close(); away.Close() })
	defer stop()
	select {
	case <-made:
	case <-ctx.Done():
		return
	}
	var group errgroup.Group
	group.Go(func() error { return delay(away, near, roundTrip/2) })
	group.Go(func() error { return delay(near, away, roundTrip/2) })
	group.Wait() //nolint:errcheck // both ends see how it ended
}

// piece is what was read, and when it arrives.
type piece struct {
	data []byte
	at   time.Time
}

// delay copies from one connection to the other, everything later by d, and passes the end on.
func delay(to, from net.Conn, d time.Duration) error {
	pieces := make(chan piece, window)
	go func() {
		defer close(pieces)
		for {
			buf := make([]byte, 64<<10)
			n, err := from.Read(buf)
			if n > 0 {
				pieces <- piece{buf[:n], time.Now().Add(d)}
			}
			if err != nil {
				return
			}
		}
	}()
	var failed error
	for p := range pieces {
		if failed != nil {
			continue // empties the channel, so that the reader ends
		}
		time.Sleep(time.Until(p.at))
		if _, failed = to.Write(p.data); failed != nil {
			from.Close()
		}
	}
	if c, ok := to.(interface{ CloseWrite() error }); ok && failed == nil {
		return c.CloseWrite()
	}
	return failed
}
