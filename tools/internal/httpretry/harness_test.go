package httpretry_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/httpretry"
)

// server answers one request after the other, the last answer again and again.
type server struct {
	*httptest.Server
	mu      sync.Mutex
	n       int
	bodies  []string
	answers []http.HandlerFunc
}

func serve(t *testing.T, answers ...http.HandlerFunc) *server {
	t.Helper()
	s := &server{answers: answers}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

// ServeHTTP implements http.Handler.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	answer := s.answers[min(s.n, len(s.answers)-1)]
	s.n++
	s.mu.Unlock()
	answer(w, r)
}

// take reads a body and says that all is well.
func (s *server) take(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	s.bodies = append(s.bodies, string(body))
	s.mu.Unlock()
	io.WriteString(w, "taken")
}

func (s *server) requests() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.n
}

// say answers with a code, a text, and headers in pairs.
func say(code int, text string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(code)
		io.WriteString(w, text)
	}
}

func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// breakOff announces an answer that does not come wholly.
func breakOff(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "100")
	io.WriteString(w, "half")
	w.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}

// client is one that does not wait; the pauses it would make are collected.
func client(attempts int) (*httpretry.Client, *[]time.Duration) {
	c, pauses := httpretry.New(4, attempts), &[]time.Duration{}
	c.Pause = func(ctx context.Context, d time.Duration) error {
		*pauses = append(*pauses, d)
		return ctx.Err()
	}
	return c, pauses
}

// counted is a body that counts how often it is opened and closed, and how far it is read.
type counted struct {
	text                 string
	opened, closed, read atomic.Int64
}

func (c *counted) open() (io.Reader, error) {
	c.opened.Add(1)
	return &counting{strings.NewReader(c.text), c}, nil
}

type counting struct {
	io.Reader
	c *counted
}

func (r *counting) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.c.read.Add(int64(n))
	return n, err
}

func (r *counting) Close() error {
	r.c.closed.Add(1)
	return nil
}

// allClosed waits until every body that was opened is closed: the transport does that in
// its own time.
func (c *counted) allClosed() bool {
	for range 500 {
		if c.closed.Load() >= c.opened.Load() {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}
