package leanhttp

import (
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	// together is how much of a body is copied behind the header for one write;
	// more goes by one writev.
	together = 16 << 10
	// rest is how much of an unread body is read so that the connection lives on.
	rest = 256 << 10
	// stall is how long a client may take for a write.
	stall = 2 * time.Minute
)

// response implements http.ResponseWriter, io.ReaderFrom and what
// http.ResponseController asks for. A body whose handler does not announce
// its length is kept in memory until the end.
type response struct {
	c      *conn
	header http.Header
	code   int
	begun  bool   // the header has been sent
	out    []byte // of the header, and the bytes behind it
	held   []byte // body of unknown length
	length int64  // announced
	sent   int64  // of the body
	err    error  // of the connection
}

func (w *response) reset() {
	clear(w.header)
	w.code, w.begun, w.held, w.length, w.sent = 0, false, w.held[:0], -1, 0
}

// Header implements http.ResponseWriter.
func (w *response) Header() http.Header { return w.header }

// WriteHeader implements http.ResponseWriter: the first call counts.
func (w *response) WriteHeader(code int) {
	if w.code != 0 || code < 200 {
		return
	}
	w.code = code
	if v := w.header["Content-Length"]; len(v) == 1 {
		if n, err := strconv.ParseInt(v[0], 10, 64); err == nil && n >= 0 {
			w.length = n
		}
	}
}

// Write implements http.ResponseWriter.
func (w *response) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	switch {
	case w.c.req.http.Method == http.MethodHead:
		w.sent += int64(len(p))
		return len(p), nil
	case w.length < 0:
		w.held = append(w.held, p...)
		return len(p), nil
	case w.sent+int64(len(p)) > w.length:
		w.send(nil) //nolint:errcheck // the next line is the error
		w.fail(http.ErrContentLength)
		return 0, http.ErrContentLength
	}
	return len(p), w.send(p)
}

// ReadFrom implements io.ReaderFrom: of a file, the kernel copies the bytes.
func (w *response) ReadFrom(r io.Reader) (int64, error) {
	w.WriteHeader(http.StatusOK)
	l, bounded := r.(*io.LimitedReader)
	if !bounded || w.length < 0 || w.c.req.http.Method == http.MethodHead || w.sent+l.N > w.length {
		return io.Copy(struct{ io.Writer }{w}, r)
	}
	if err := w.send(nil); err != nil {
		return 0, err
	}
	n, err := w.c.net.ReadFrom(r)
	w.sent += n
	w.fail(err)
	return n, err
}

// send sends p, behind the header if that has not been sent.
func (w *response) send(p []byte) error {
	if w.err != nil {
		return w.err
	}
	if now := time.Now(); w.c.writeDue.Sub(now) < stall/2 {
		w.SetWriteDeadline(now.Add(stall)) //nolint:errcheck // writing will tell
	}
	var err error
	switch {
	case w.begun:
		_, err = w.c.net.Write(p)
	case len(p) <= together:
		w.begin()
		w.out = append(w.out, p...)
		_, err = w.c.net.Write(w.out)
	default:
		w.begin()
		pieces := net.Buffers{w.out, p}
		_, err = pieces.WriteTo(w.c.net)
	}
	w.sent += int64(len(p))
	w.fail(err)
	return err
}

func (w *response) fail(err error) {
	if err != nil && w.err == nil {
		w.err = err
	}
}

// begin writes the header into out.
func (w *response) begin() {
	w.begun = true
	b := strconv.AppendInt(append(w.out[:0], "HTTP/1.1 "...), int64(w.code), 10)
	b = append(append(b, ' '), http.StatusText(w.code)...)
	b = append(append(b, "\r\nDate: "...), w.c.server.date()...)
	for name, values := range w.header {
		if name == "Connection" {
			w.c.last = true
			continue
		}
		for _, v := range values {
			b = append(append(append(append(b, "\r\n"...), name...), ": "...), oneLine(v)...)
		}
	}
	if w.c.body.left > rest || w.c.server.closing.Load() {
		w.c.last = true
	}
	if w.c.last {
		b = append(b, "\r\nConnection: close"...)
	}
	w.out = append(b, "\r\n\r\n"...)
}

// oneLine keeps a header's value from becoming two headers.
func oneLine(v string) string {
	if strings.ContainsAny(v, "\r\n") {
		return strings.NewReplacer("\r", " ", "\n", " ").Replace(v)
	}
	return v
}

// finish sends what has not been sent and reports whether the client has got
// a whole response.
func (w *response) finish() bool {
	w.WriteHeader(http.StatusOK)
	head := w.c.req.http.Method == http.MethodHead
	if w.length < 0 {
		w.length = max(w.sent, int64(len(w.held)))
		w.header["Content-Length"] = []string{strconv.FormatInt(w.length, 10)}
	}
	if !w.begun {
		w.send(w.held) //nolint:errcheck // kept in w.err
	}
	return w.err == nil && (head || w.sent == w.length)
}

// SetReadDeadline is for http.ResponseController. A body that has arrived
// needs none.
func (w *response) SetReadDeadline(t time.Time) error {
	if w.c.body.left <= int64(w.c.end-w.c.start) {
		return nil
	}
	w.c.readDue = t
	return w.c.net.SetReadDeadline(t)
}

// SetWriteDeadline is for http.ResponseController.
func (w *response) SetWriteDeadline(t time.Time) error {
	w.c.writeDue = t
	return w.c.net.SetWriteDeadline(t)
}
