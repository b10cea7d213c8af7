package leanhttp_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/leanhttp"
)

// handler answers with what it was asked, in the ways of handlers.
func handler(big *os.File) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/big":
			info, _ := big.Stat()
			big.Seek(0, io.SeekStart)
			w.Header().Set("Content-Length", strconv.FormatInt(info.Size(), 10))
			w.WriteHeader(200)
			io.CopyN(w, big, info.Size())
		case "/refuse":
			http.Error(w, "no", http.StatusRequestEntityTooLarge)
		case "/short":
			w.Header().Set("Content-Length", "10")
			w.Write([]byte("short"))
		case "/long":
			w.Header().Set("Content-Length", "3")
			_, err := w.Write([]byte("abcdef"))
			w.Write([]byte(fmt.Sprint(err == http.ErrContentLength)[:3]))
		case "/split":
			w.Header().Set("X-Evil", "a\r\nX-Injected: b")
		case "/empty":
			w.WriteHeader(http.StatusNoContent)
		case "/panic":
			panic("deliberate")
		case "/lengths":
			w.Header().Set("Content-Length", "4")
			if r.Method == http.MethodGet {
				w.Write([]byte("four"))
			}
		default:
			data, err := io.ReadAll(r.Body)
			fmt.Fprintf(w, "%s %s host=%s x=%s length=%d body=%q %v", r.Method, r.URL.EscapedPath(), r.Host, r.Header["X-Y"], r.ContentLength, data, err != nil)
		}
	})
}

func bigFile(t *testing.T) *os.File {
	t.Helper()
	f, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	if _, err := f.WriteString(strings.Repeat("0123456789", 100_000)); err != nil {
		t.Fatal(err)
	}
	return f
}

// start serves h, quietly.
func start(t *testing.T, h http.Handler) (*leanhttp.Server, string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &leanhttp.Server{HTTP: &http.Server{
		Handler: h, ReadHeaderTimeout: time.Minute, IdleTimeout: time.Minute, MaxHeaderBytes: 32 << 10, ErrorLog: log.New(io.Discard, "", 0),
	}}
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return s, l.Addr().String()
}

// exchange sends raw bytes, in pieces, and describes all responses up to the
// end of the connection.
func exchange(t *testing.T, address string, pieces ...string) string {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for i, p := range pieces {
		if i > 0 {
			time.Sleep(10 * time.Millisecond) // so that they arrive apart
		}
		io.WriteString(conn, p) //nolint:errcheck // servers may have hung up
	}
	conn.(*net.TCPConn).CloseWrite()
	var out strings.Builder
	in, sent := bufio.NewReader(conn), strings.Join(pieces, "")
	for {
		method := http.MethodGet
		if strings.HasPrefix(sent, "HEAD") {
			method = http.MethodHead
		}
		resp, err := http.ReadResponse(in, &http.Request{Method: method})
		if err != nil {
			return out.String()
		}
		body, err := io.ReadAll(resp.Body)
		if len(body) > 200 {
			body = fmt.Appendf(nil, "%d bytes", len(body))
		}
		fmt.Fprintf(&out, "%d length=%d close=%v evil=%q/%q date=%v %s %v\n", resp.StatusCode, resp.ContentLength, resp.Close,
			resp.Header.Get("X-Evil"), resp.Header.Get("X-Injected"), resp.Header.Get("Date") != "", body, err)
	}
}

// TestSameAsNetHTTP sends the same bytes to us and to net/http: whatever a
// client sends, the answers are the same.
func TestSameAsNetHTTP(t *testing.T) {
	h := handler(bigFile(t))
	theirs := httptest.NewUnstartedServer(h)
	theirs.Config.MaxHeaderBytes, theirs.Config.ErrorLog = 32<<10, log.New(io.Discard, "", 0)
	theirs.Start()
	defer theirs.Close()
	_, ours := start(t, h)
	const host = "Host: localhost\r\n"
	get := "GET /a HTTP/1.1\r\n" + host + "\r\n"
	for _, tc := range []struct {
		name, reason string
		pieces       []string
	}{
		{"plain", "the hot path", []string{get}},
		{"keep-alive", "several requests", []string{get, get, "HEAD /lengths HTTP/1.1\r\n" + host + "\r\n"}},
		{"pipelined", "several at once", []string{get + get + "PUT /b HTTP/1.1\r\n" + host + "Content-Length: 3\r\n\r\nabc" + get}},
		{"header in pieces", "slow client", []string{"GE", "T /a HTTP/1.1\r\nHost: loc", "alhost\r\n\r", "\n"}},
		{"body in pieces", "slow client", []string{"PUT /b HTTP/1.1\r\n" + host + "Content-Length: 6\r\n\r\nab", "cd", "ef" + get}},
		{"large body", "more than the buffer", []string{"PUT /refuse HTTP/1.1\r\n" + host + "Content-Length: 100000\r\n\r\n" + strings.Repeat("x", 100_000) + get}},
		{"truncated body", "an error, not a short body", []string{"PUT /b HTTP/1.1\r\n" + host + "Content-Length: 6\r\n\r\nabc"}},
		{"empty body", "PUT without length", []string{"PUT /b HTTP/1.1\r\n" + host + "\r\n" + get}},
		{"zero length", "PUT of nothing", []string{"PUT /b HTTP/1.1\r\n" + host + "Content-Length: 0\r\n\r\n" + get}},
		{"GET with body", "rare", []string{"GET /a HTTP/1.1\r\n" + host + "Content-Length: 3\r\n\r\nabc" + get}},
		{"POST", "another method", []string{"POST /a HTTP/1.1\r\n" + host + "Content-Length: 3\r\n\r\nabc"}},
		{"chunked", "goes to net/http with its first bytes", []string{get + "PUT /b HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n" + get}},
		{"chunked and length", "request smuggling", []string{"PUT /b HTTP/1.1\r\n" + host + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + get}},
		{"odd chunked", "request smuggling", []string{"PUT /b HTTP/1.1\r\n" + host + "Content-Length: 3\r\nTransfer-Encoding:\tx-chunked\r\n\r\nabc" + get}},
		{"two lengths", "request smuggling", []string{"PUT /b HTTP/1.1\r\n" + host + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd" + get}},
		{"lengths in a list", "request smuggling", []string{"PUT /b HTTP/1.1\r\n" + host + "Content-Length: 3, 3\r\n\r\nabc" + get}},
		{"signed length", "request smuggling", []string{"PUT /b HTTP/1.1\r\n" + host + "Content-Length: +3\r\n\r\nabc" + get}},
		{"negative length", "request smuggling", []string{"PUT /b HTTP/1.1\r\n" + host + "Content-Length: -3\r\n\r\nabc" + get}},
		{"hexadecimal length", "request smuggling", []string{"PUT /b HTTP/1.1\r\n" + host + "Content-Length: 0x3\r\n\r\nabc" + get}},
		{"endless length", "overflow", []string{"PUT /b HTTP/1.1\r\n" + host + "Content-Length: 99999999999999999999\r\n\r\nabc"}},
		{"no length", "empty value", []string{"PUT /b HTTP/1.1\r\n" + host + "Content-Length:\r\n\r\n" + get}},
		{"space before colon", "request smuggling", []string{"PUT /b HTTP/1.1\r\n" + host + "Content-Length : 3\r\n\r\nabc"}},
		{"folded line", "obsolete", []string{"GET /a HTTP/1.1\r\n" + host + "X-Y: a\r\n b\r\n\r\n"}},
		{"bare line feeds", "lenient servers", []string{"GET /a HTTP/1.1\n" + "Host: localhost\n\n"}},
		{"line feed in a value", "lenient servers", []string{"GET /a HTTP/1.1\r\n" + host + "X-Y: a\nX-Z: b\r\n\r\n"}},
		{"zero byte", "malformed", []string{"GET /a HTTP/1.1\r\n" + host + "X-Y: a\x00b\r\n\r\n"}},
		{"no name", "malformed", []string{"GET /a HTTP/1.1\r\n" + host + ": a\r\n\r\n"}},
		{"no host", "required", []string{"GET /a HTTP/1.1\r\n\r\n"}},
		{"two hosts", "ambiguous", []string{"GET /a HTTP/1.1\r\n" + host + "Host: b\r\n\r\n"}},
		{"odd host", "malformed", []string{"GET /a HTTP/1.1\r\nHost: a b\r\n\r\n"}},
		{"absolute target", "proxies", []string{"GET http://example/a HTTP/1.1\r\n" + host + "\r\n"}},
		{"escapes and query", "not plain", []string{"GET /a%20b?c=d HTTP/1.1\r\n" + host + "\r\n" + get}},
		{"two spaces", "malformed", []string{"GET  /a HTTP/1.1\r\n" + host + "\r\n"}},
		{"HTTP/1.0", "closes", []string{"GET /a HTTP/1.0\r\n" + host + "\r\n" + get}},
		{"HTTP/2 preface", "unknown", []string{"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"}},
		{"Connection: close", "the client's wish", []string{"GET /a HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n" + get}},
		{"Connection: keep-alive", "the default", []string{"GET /a HTTP/1.1\r\n" + host + "Connection: keep-alive\r\n\r\n" + get}},
		{"Expect", "100 comes first", []string{"PUT /b HTTP/1.1\r\n" + host + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n", "abc"}},
		{"fields twice", "a list", []string{"GET /a HTTP/1.1\r\n" + host + "X-Y: a\r\nX-Y: b\r\n\r\n" + get}},
		{"lower case", "names have no case", []string{"PUT /b HTTP/1.1\r\nhost: localhost\r\ncontent-length: 3\r\nx-y: z\r\n\r\nabc" + get}},
		{"header too long", "431", []string{"GET /a HTTP/1.1\r\n" + host + "X-Y: " + strings.Repeat("x", 64<<10) + "\r\n\r\n"}},
		{"header rather long", "more than our buffer", []string{"GET /a HTTP/1.1\r\n" + host + "X-Long: " + strings.Repeat("x", 20<<10) + "\r\n\r\n" + get}},
		{"many fields", "more than ours", []string{"GET /a HTTP/1.1\r\n" + host + strings.Repeat("X-Y: a\r\n", 50) + "\r\n"}},
		{"garbage", "no HTTP", []string{"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n"}},
		{"nothing", "just connected", nil},
		{"response: file", "sendfile", []string{"GET /big HTTP/1.1\r\n" + host + "\r\n" + get}},
		{"response: too short", "the connection ends", []string{"GET /short HTTP/1.1\r\n" + host + "\r\n" + get}},
		{"response: too long", "only what was announced", []string{"GET /long HTTP/1.1\r\n" + host + "\r\n" + get}},
		{"response: header with newline", "response splitting", []string{"GET /split HTTP/1.1\r\n" + host + "\r\n" + get}},
		{"response: HEAD of a text", "no body", []string{"HEAD /a HTTP/1.1\r\n" + host + "\r\n"}},
		{"panic", "the connection ends", []string{"GET /panic HTTP/1.1\r\n" + host + "\r\n" + get}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			want, got := exchange(t, theirs.Listener.Addr().String(), tc.pieces...), exchange(t, ours, tc.pieces...)
			if got != want {
				t.Errorf("%s: got\n%swant, as net/http,\n%s", tc.reason, got, want)
			}
		})
	}
}

// TestRefusedUpload gets its answer although most of the body is never read.
func TestRefusedUpload(t *testing.T) {
	_, address := start(t, handler(bigFile(t)))
	got := exchange(t, address, "PUT /refuse HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5368709120\r\n\r\n"+strings.Repeat("x", 1<<20))
	if !strings.HasPrefix(got, "413 length=3 close=true") {
		t.Errorf("got %q, want 413 and the end of the connection", got)
	}
}

// TestShutdown ends a server with an idle connection, one whose request may
// finish, and one that takes too long.
func TestShutdown(t *testing.T) {
	reading := make(chan bool, 2)
	s, address := start(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reading <- true
		n, err := io.Copy(io.Discard, r.Body)
		fmt.Fprint(w, n, err)
	}))
	dial := func(text string) net.Conn {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		io.WriteString(c, text)
		return c
	}
	idle := dial("")
	quick := dial("PUT /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\nabc")
	<-reading
	stuck := dial("PUT /b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5368709120\r\n\r\nabc")
	<-reading
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- s.Shutdown(ctx) }()
	if n, err := idle.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("idle connection: %d, %v; want its end", n, err)
	}
	io.WriteString(quick, "def")
	if text, err := io.ReadAll(quick); err != nil || !strings.Contains(string(text), "Connection: close\r\n\r\n6") {
		t.Errorf("request under way: %q, %v", text, err)
	}
	if err := <-done; err != context.DeadlineExceeded {
		t.Errorf("Shutdown: %v, want the deadline's error", err)
	}
	s.Close()
	if text, _ := io.ReadAll(stuck); strings.Contains(string(text), "200") {
		t.Errorf("the stuck request was answered: %q", text)
	}
	if c, err := net.Dial("tcp", address); err == nil {
		c.Close()
		t.Error("the server still listens")
	}
}
