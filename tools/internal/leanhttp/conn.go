package leanhttp

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// bufferSize is what a connection reads at once; a header that does not fit
// goes to net/http.
const bufferSize = 16 << 10

// States of a connection: an idle one may be closed by Shutdown.
const (
	idle int32 = iota
	busy
	dead
)

// conn is a connection in our loop.
type conn struct {
	server   *Server
	net      *net.TCPConn
	state    atomic.Int32
	req      request
	res      response
	body     body
	last     bool // no request after this one
	readDue  time.Time
	writeDue time.Time

	buf        []byte
	start, end int // what has been read and not used
}

func newConn(s *Server, c *net.TCPConn) *conn {
	out := &conn{server: s, net: c, buf: make([]byte, bufferSize)}
	out.req.http.Header, out.req.http.RemoteAddr = http.Header{}, c.RemoteAddr().String()
	out.res.c, out.res.header, out.body.c = out, http.Header{}, out
	return out
}

// serve answers requests until the connection ends or goes to net/http.
func (c *conn) serve() {
	given := false
	defer func() {
		if v := recover(); v != nil && v != http.ErrAbortHandler {
			c.server.logf("panic serving %s: %v\n%s", c.req.http.RemoteAddr, v, debug.Stack())
		}
		if !given {
			c.net.Close()
		}
		c.server.forget(c)
	}()
	for !c.last {
		size, ok := c.readHead()
		if !ok {
			return
		}
		if size == 0 || !c.req.parse(string(c.buf[c.start:c.start+size])) {
			given = c.server.hand(c.net, c.buf[c.start:c.end])
			return
		}
		c.start += size + len(emptyLine)
		if !c.answer() {
			return
		}
	}
	c.linger()
}

const emptyLine = "\r\n\r\n"

// readHead waits for a request and returns the length of its header; 0 when the
// buffer is full before that, or lines end as they should not. False: the
// connection is to be closed.
func (c *conn) readHead() (int, bool) {
	for {
		unread := c.buf[c.start:c.end]
		if i := bytes.Index(unread, []byte(emptyLine)); i >= 0 {
			return i, c.busy()
		}
		if bytes.Contains(unread, []byte("\n\n")) || bytes.Contains(unread, []byte("\n\r\n")) {
			return 0, true
		}
		if c.start > 0 {
			c.end, c.start = copy(c.buf, c.buf[c.start:c.end]), 0
		}
		if c.end == len(c.buf) {
			return 0, true
		}
		if !c.await() {
			return 0, false
		}
		n, err := c.net.Read(c.buf[c.end:])
		c.end += n
		if n == 0 && err != nil || !c.busy() {
			return 0, false
		}
	}
}

// await sets the deadline of the next read: of a new request, or, once and
// for all, of the rest of a header that has begun.
func (c *conn) await() bool {
	now, limit := time.Now(), c.server.HTTP.IdleTimeout
	if c.end > 0 {
		limit = c.server.HTTP.ReadHeaderTimeout
	} else {
		c.state.Store(idle)
		if c.server.closing.Load() {
			return false
		}
	}
	if left := c.readDue.Sub(now); left > limit || left <= 0 || c.end == 0 && left < limit*2/3 {
		c.readDue = now.Add(limit)
		return c.net.SetReadDeadline(c.readDue) == nil
	}
	return true
}

// busy keeps Shutdown from closing the connection, unless it has.
func (c *conn) busy() bool {
	return c.state.Load() == busy || c.state.CompareAndSwap(idle, busy)
}

// answer lets the handler answer a request and reports whether the connection
// is still in step with the client.
func (c *conn) answer() bool {
	c.body.left = c.req.http.ContentLength
	c.req.http.Body = http.NoBody
	if c.body.left > 0 {
		c.req.http.Body = &c.body
	}
	c.res.reset()
	c.server.HTTP.Handler.ServeHTTP(&c.res, &c.req.http)
	if !c.res.finish() {
		return false
	}
	if c.body.left > 0 && !c.last {
		c.net.SetReadDeadline(time.Now().Add(5 * time.Second)) //nolint:errcheck // reading will tell
		c.readDue = time.Time{}
		_, err := io.Copy(io.Discard, &c.body)
		return err == nil
	}
	return true
}

// linger ends a connection whose client may still be sending: closing it at
// once would make the client's system throw our response away.
func (c *conn) linger() {
	if c.body.left == 0 {
		return
	}
	c.net.CloseWrite()                                            //nolint:errcheck // it is closed anyway
	c.net.SetReadDeadline(time.Now().Add(500 * time.Millisecond)) //nolint:errcheck // as above
	io.Copy(io.Discard, c.net)                                    //nolint:errcheck // as above
}

// body is a request's body of known length.
type body struct {
	c    *conn
	left int64
}

// Read implements io.Reader.
func (b *body) Read(p []byte) (n int, err error) {
	if b.left == 0 {
		return 0, io.EOF
	}
	p = p[:min(int64(len(p)), b.left)]
	if c := b.c; c.end > c.start {
		n = copy(p, c.buf[c.start:c.end])
		c.start += n
	} else if n, err = c.net.Read(p); err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	b.left -= int64(n)
	return n, err
}

// Close implements io.Closer.
func (b *body) Close() error { return nil }
