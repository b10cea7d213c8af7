package leanhttp

import (
	"io"
	"net"
	"sync"
	"time"
)

// hand gives a connection to net/http, with what has been read from it.
func (s *Server) hand(c net.Conn, read []byte) bool {
	c.SetDeadline(time.Time{}) //nolint:errcheck // reading will tell
	if tcp, ok := c.(*net.TCPConn); ok {
		c = &replayed{TCPConn: tcp, read: read}
	}
	select {
	case s.given.conns <- c:
		return true
	case <-s.given.done:
		c.Close()
		return false
	}
}

// given is the listener through which net/http gets connections.
type given struct {
	addr  net.Addr
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

// Accept implements net.Listener.
func (g *given) Accept() (net.Conn, error) {
	select {
	case c := <-g.conns:
		return c, nil
	case <-g.done:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (g *given) Close() error {
	g.once.Do(func() { close(g.done) })
	return nil
}

// Addr implements net.Listener.
func (g *given) Addr() net.Addr { return g.addr }

// replayed is a connection of which something has been read.
type replayed struct {
	*net.TCPConn
	read []byte
}

// Read implements net.Conn.
func (r *replayed) Read(p []byte) (int, error) {
	if len(r.read) > 0 && len(p) > 0 {
		n := copy(p, r.read)
		r.read = r.read[n:]
		return n, nil
	}
	return r.TCPConn.Read(p)
}

// WriteTo keeps io.Copy from passing over what has been read.
func (r *replayed) WriteTo(w io.Writer) (int64, error) {
	return io.Copy(w, struct{ io.Reader }{r})
}
