package leanhttp

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// Server serves HTTP/1.1 on one listener. A handler must not keep the request
// or its header after it returns, and gets no context that ends with the
// connection.
type Server struct {
	// HTTP serves what is not plain; its handler, its log and its limits for
	// waiting (ReadHeaderTimeout and IdleTimeout, both required) are ours, too.
	HTTP *http.Server

	closing atomic.Bool
	clock   atomic.Pointer[stamp]
	running sync.WaitGroup

	mu    sync.Mutex
	conns map[*conn]bool
	given *given
	from  net.Listener
}

// Serve accepts connections until Shutdown or Close; it then returns
// http.ErrServerClosed.
func (s *Server) Serve(l net.Listener) error {
	s.mu.Lock()
	s.conns, s.from = map[*conn]bool{}, l
	s.given = &given{addr: l.Addr(), conns: make(chan net.Conn), done: make(chan struct{})}
	s.mu.Unlock()
	go s.HTTP.Serve(s.given) //nolint:errcheck // it ends with Shutdown or Close
	for {
		c, err := l.Accept()
		switch {
		case s.closing.Load():
			if err == nil {
				c.Close()
			}
			return http.ErrServerClosed
		case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE), errors.Is(err, syscall.ECONNABORTED):
			s.logf("accepting a connection: %v", err)
			time.Sleep(50 * time.Millisecond)
		case err != nil:
			return err
		default:
			s.start(c)
		}
	}
}

func (s *Server) start(c net.Conn) {
	tcp, ok := c.(*net.TCPConn)
	if !ok {
		s.hand(c, nil)
		return
	}
	own := newConn(s, tcp)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing.Load() {
		c.Close()
		return
	}
	s.conns[own] = true
	s.running.Add(1)
	go own.serve()
}

func (s *Server) forget(c *conn) {
	s.mu.Lock()
	delete(s.conns, c)
	s.mu.Unlock()
	s.running.Done()
}

// Shutdown accepts no more connections, closes the idle ones and waits for the
// requests under way, until ctx ends.
func (s *Server) Shutdown(ctx context.Context) error {
	s.stop(func(c *conn) bool { return c.state.CompareAndSwap(idle, dead) })
	others := make(chan error, 1)
	go func() { others <- s.HTTP.Shutdown(ctx) }()
	ours := make(chan struct{})
	go func() {
		s.running.Wait()
		close(ours)
	}()
	select {
	case <-ours:
		return <-others
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Close cuts all connections off and waits until our handlers have noticed.
func (s *Server) Close() error {
	s.stop(func(*conn) bool { return true })
	err := s.HTTP.Close()
	s.running.Wait()
	return err
}

// stop ends accepting and closes the chosen connections.
func (s *Server) stop(chosen func(*conn) bool) {
	s.closing.Store(true)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.from != nil {
		s.from.Close()
	}
	for c := range s.conns {
		if chosen(c) {
			c.net.Close()
		}
	}
}

func (s *Server) logf(format string, args ...any) {
	if s.HTTP.ErrorLog != nil {
		s.HTTP.ErrorLog.Printf(format, args...)
	}
}

// stamp is a second and how a Date header writes it.
type stamp struct {
	second int64
	text   string
}

func (s *Server) date() string {
	now := time.Now()
	if d := s.clock.Load(); d != nil && d.second == now.Unix() {
		return d.text
	}
	d := &stamp{now.Unix(), now.UTC().Format(http.TimeFormat)}
	s.clock.Store(d)
	return d.text
}
