//go:build bazel

package main

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
	"github.com/gloriousflywheel/flywheel/tools/testenv/nixtest"
)

// faulty is a cache in a directory behind a server that makes trouble.
type faulty struct {
	dir string
	mu  sync.Mutex
	n   int
	// trouble answers the nth PUT in place of the cache, if it wants to.
	trouble func(n int, w http.ResponseWriter, r *http.Request) bool
}

// ServeHTTP implements http.Handler.
func (f *faulty) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := filepath.Join(f.dir, filepath.Clean(r.URL.Path))
	if r.Method != http.MethodPut {
		if data, err := os.ReadFile(path); err == nil {
			w.Write(data)
			return
		}
		http.NotFound(w, r)
		return
	}
	f.mu.Lock()
	f.n++
	n := f.n
	f.mu.Unlock()
	if f.trouble(n, w, r) {
		return
	}
	data, err := io.ReadAll(r.Body)
	if err != nil || int64(len(data)) != r.ContentLength { // what a client gave up is not stored
		return
	}
	os.MkdirAll(filepath.Dir(path), 0o755)
	f.mu.Lock()
	defer f.mu.Unlock()
	os.WriteFile(path+".tmp", data, 0o644)
	os.Rename(path+".tmp", path)
}

func status(code int, header ...string) func(int, http.ResponseWriter, *http.Request) bool {
	return func(_ int, w http.ResponseWriter, _ *http.Request) bool {
		if len(header) == 2 {
			w.Header().Set(header[0], header[1])
		}
		http.Error(w, "the server's words", code)
		return true
	}
}

// each makes trouble for one PUT of k.
func each(k int, trouble func(int, http.ResponseWriter, *http.Request) bool) func(int, http.ResponseWriter, *http.Request) bool {
	return func(n int, w http.ResponseWriter, r *http.Request) bool { return n%k == 2 && trouble(n, w, r) }
}

func hangUp(_ int, w http.ResponseWriter, r *http.Request) bool {
	io.CopyN(io.Discard, r.Body, 10)
	conn, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		conn.Close()
	}
	return true
}

func TestServerTrouble(t *testing.T) {
	w := newWorld(t)
	paths := w.store.Add(t, nixtest.Chain(30)...)
	for _, tc := range []struct {
		reason   string
		trouble  func(int, http.ResponseWriter, *http.Request) bool
		code     int
		want     []string
		complete bool
	}{
		{"401", status(401), 3, []string{"401 Unauthorized", "the server's words", "give a valid token"}, false},
		{"403", status(403), 3, []string{"403 Forbidden", "lack the permission to write"}, false},
		{"403 and a clock that is wrong", status(403, "Date", "Mon, 02 Jan 2006 15:04:05 GMT"), 3, []string{"this machine's clock differs from the server's by"}, false},
		{"404", status(404), 3, []string{"404 Not Found", "the server's words"}, false},
		{"405", status(405), 3, []string{"takes no uploads"}, false},
		{"a redirection", status(308, "Location", "https://elsewhere/"), 3, []string{"use the address https://elsewhere/"}, false},
		{"the disk is full", status(507), 3, []string{"disk is full", "nothing of it was stored"}, false},
		{"500 for ever", status(500), 3, []string{"500 Internal Server Error", "tried 3 times"}, false},
		{"429 for ever", status(429), 3, []string{"fewer requests", "tried 3 times"}, false},
		{"500 now and then", each(7, status(500)), 0, []string{"retries"}, true},
		{"429 now and then, with a time to wait", each(20, status(429, "Retry-After", "1")), 0, []string{"retr"}, true},
		{"connections that break", each(7, hangUp), 0, []string{"retries"}, true},
	} {
		t.Run(tc.reason, func(t *testing.T) {
			f := &faulty{dir: t.TempDir(), trouble: tc.trouble}
			server := httptest.NewServer(f)
			defer server.Close()
			code, _, stderr := cli(t, "", w.args(server.URL, paths[29], "--attempts", "3", "--presence-ttl", "0")...)
			if code != tc.code {
				t.Errorf("code %d, want %d", code, tc.code)
			}
			contain(t, "stderr", stderr, tc.want...)
			if n := complete(t, f.dir); (n == 30) != tc.complete {
				t.Errorf("%d paths are visible", n)
			}
		})
	}
}

// A path that is too large for the server holds back what references it, and no more.
func TestTooLarge(t *testing.T) {
	w := newWorld(t)
	url, dir := startNginx(t, "1m")
	large := make([]byte, 3<<20)
	for i := range large {
		large[i] = byte(i * i >> 7)
	}
	paths := w.store.Add(t,
		nixtest.Fixed(nixtest.File("small", "small")), nixtest.Fixed(nixtest.File("large", string(large))),
		func(before []string) nixtest.Path { return nixtest.File("top", "top", before...) })
	s, stderr := w.push(1, url, paths[2], "--compression", "none")
	contain(t, "stderr", stderr, paths[1]+": ", "413", "larger than the server accepts")
	if p := s.Caches[0].Paths; p.Uploaded != 1 || p.Failed != 1 || p.Withheld != 1 || complete(t, dir) != 1 {
		t.Errorf("%+v", p)
	}
}

func TestTLSTrouble(t *testing.T) {
	w := newWorld(t)
	paths := w.store.Add(t, nixtest.Chain(1)...)
	f := &faulty{dir: t.TempDir(), trouble: func(int, http.ResponseWriter, *http.Request) bool { return false }}
	tls, plain := httptest.NewTLSServer(f), httptest.NewServer(f)
	defer tls.Close()
	defer plain.Close()
	closed := "http://" + testenv.FreeAddresses(t, 1)[0]
	for _, tc := range []struct{ reason, url, want string }{
		{"an authority nobody knows", tls.URL, "SSL_CERT_FILE"},
		{"no TLS at that port", strings.Replace(plain.URL, "http:", "https:", 1), "is it http:// ?"},
		{"nobody listens", closed, "connection refused"},
	} {
		begun := time.Now()
		code, _, stderr := cli(t, "", w.args(tc.url, paths[0], "--attempts", "2")...)
		if code != 3 || time.Since(begun) > 30*time.Second {
			t.Errorf("%s: code %d after %s", tc.reason, code, time.Since(begun))
		}
		contain(t, tc.reason, stderr, tc.want)
	}
}

// A server that takes a connection and says nothing ever: --stall bounds the waiting.
func TestHalfClosed(t *testing.T) {
	w := newWorld(t)
	paths := w.store.Add(t, nixtest.Chain(1)...)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			if _, err := l.Accept(); err != nil {
				return
			}
		}
	}()
	begun := time.Now()
	code, _, stderr := cli(t, "", w.args("http://"+l.Addr().String(), paths[0], "--attempts", "2", "--stall", "1s")...)
	if code != 3 || time.Since(begun) > 30*time.Second {
		t.Errorf("code %d after %s", code, time.Since(begun))
	}
	contain(t, "stderr", stderr, "nothing moved on the connection", "tried 2 times")
}
