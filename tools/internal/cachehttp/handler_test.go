package cachehttp_test

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	repb "github.com/bazelbuild/remote-apis/build/bazel/remote/execution/v2"
	"google.golang.org/protobuf/proto"

	"github.com/gloriousflywheel/flywheel/tools/internal/bazelcache"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheauth"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachehttp"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachemetrics"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheregistry"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
	"github.com/gloriousflywheel/flywheel/tools/internal/leanhttp"
	"github.com/gloriousflywheel/flywheel/tools/internal/nixcache"
)

type server struct {
	tb    testing.TB
	url   string
	store *cachestore.Store
	cache nixcache.Cache
}

func start(tb testing.TB, opts cachestore.Options) *server {
	tb.Helper()
	if opts.MaxBytes == 0 {
		opts.MaxBytes = 1 << 30
	}
	dir := tb.TempDir()
	store, err := cachestore.Open(dir, opts)
	if err != nil {
		tb.Fatal(err)
	}
	registry, err := cacheregistry.Open(cacheconfig.Config{DataDir: dir, Caches: []cacheconfig.Cache{{Name: "main", Priority: 40, Public: true}}})
	if err != nil {
		tb.Fatal(err)
	}
	main, _ := registry.Find("main")
	s := &server{tb: tb, store: store, cache: main.Cache}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	h := &leanhttp.Server{HTTP: &http.Server{Handler: cachehttp.New(cachehttp.Options{
		Bazel: bazelcache.New(store), Auth: cacheauth.New(dir, false, nil, time.Now), Metrics: cachemetrics.New(),
		Caches: registry, Status: func() any { return "status" },
	}), MaxHeaderBytes: 32 << 10, ReadHeaderTimeout: time.Minute, IdleTimeout: time.Minute}}
	go h.Serve(l)
	tb.Cleanup(func() {
		h.Close()
		store.Close()
	})
	s.url = "http://" + l.Addr().String()
	return s
}

func (s *server) do(method, path string, body []byte, header ...string) (*http.Response, string) {
	s.tb.Helper()
	req, err := http.NewRequest(method, s.url+path, bytes.NewReader(body))
	if err != nil {
		s.tb.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	if h := req.Header.Get("Host"); h != "" {
		req.Host = h
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		s.tb.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		s.tb.Fatal(err)
	}
	return resp, string(text)
}

// want checks a response's code and that its text contains something.
func (s *server) want(code int, contains, method, path string, body []byte, header ...string) {
	s.tb.Helper()
	resp, text := s.do(method, path, body, header...)
	if resp.StatusCode != code || !strings.Contains(text, contains) {
		s.tb.Errorf("%s %s: %d %q, want %d %q", method, path, resp.StatusCode, text, code, contains)
	}
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func pattern(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i * 31)
	}
	return b
}

func TestCAS(t *testing.T) {
	s := start(t, cachestore.Options{})
	for _, size := range []int{1, 4096, 64 << 10, 1 << 20} {
		data := pattern(size)
		path := "/cas/" + hash(data)
		s.want(404, "not in the cache", "GET", path, nil)
		s.want(200, "", "PUT", path, data)
		for _, prefix := range []string{"", "/instance", "/any/prefix"} {
			if resp, text := s.do("GET", prefix+path, nil); resp.StatusCode != 200 || text != string(data) || resp.ContentLength != int64(size) {
				t.Errorf("GET %s%s: %d, %d bytes", prefix, path, resp.StatusCode, len(text))
			}
		}
		if resp, _ := s.do("HEAD", path, nil); resp.StatusCode != 200 || resp.ContentLength != int64(size) {
			t.Errorf("HEAD: %d, length %d", resp.StatusCode, resp.ContentLength)
		}
	}
	data := pattern(4096)
	resp, text := s.do("GET", "/cas/"+hash(data), nil, "Range", "bytes=100-199")
	if resp.StatusCode != 206 || text != string(data[100:200]) {
		t.Errorf("Range: %d, %d bytes", resp.StatusCode, len(text))
	}
	s.want(200, "", "GET", "/cas/"+bazelcache.EmptySHA256, nil)
}

func TestBadRequests(t *testing.T) {
	s := start(t, cachestore.Options{MaxBlobBytes: 1 << 20})
	x := hash([]byte("x"))
	for _, tc := range []struct {
		name         string
		method, path string
		body         string
		header       []string
		code         int
		text         string
	}{
		{"wrong digest", "PUT", "/cas/" + x, "y", nil, 422, "digest mismatch: cas/" + x},
		{"wrong digest, large", "PUT", "/cas/" + x, string(pattern(500_000)), nil, 422, "digest mismatch"},
		{"too large", "PUT", "/cas/" + x, string(pattern(2 << 20)), nil, 413, "max_upload_bytes"},
		{"encoded body", "PUT", "/cas/" + x, "x", []string{"Content-Encoding", "gzip"}, 415, "gzip"},
		{"short hash", "GET", "/cas/abc", "", nil, 400, "64 lower-case"},
		{"upper-case hash", "GET", "/cas/" + strings.ToUpper(x), "", nil, 400, "64 lower-case"},
		{"method", "DELETE", "/cas/" + x, "", nil, 405, "DELETE"},
		{"unknown cache", "GET", "/nope/nix-cache-info", "", nil, 404, `no cache "nope" here; caches: main`},
		{"cache without path", "GET", "/main", "", nil, 404, "caches: main"},
		{"encoded slash", "GET", "/main/nar%2f..%2fx", "", nil, 400, "%2F is refused"},
		{"encoded dots", "GET", "/main/%2e%2e/x", "", nil, 400, "%2E is refused"},
		{"encoded zero", "GET", "/main/a%00b", "", nil, 400, "%00 is refused"},
		{"backslash", "GET", "/main/a%5Cb", "", nil, 400, "%5C is refused"},
		{"empty segment", "GET", "/main//x", "", nil, 400, "empty segment"},
		{"odd NAR name", "PUT", "/main/nar/evil.nar", "x", nil, 400, "no name in a Nix binary cache"},
		{"odd narinfo name", "PUT", "/main/evil.narinfo", "x", nil, 400, "no name in a Nix binary cache"},
		{"odd log name", "PUT", "/main/log/evil", "x", nil, 400, "no name in a Nix binary cache"},
		{"something newer", "GET", "/main/build-trace-v2/x.doi", "", nil, 404, "no name in a Nix binary cache"},
		{"nix-cache-info is ours", "PUT", "/main/nix-cache-info", "x", nil, 405, "PUT"},
		{"DNS rebinding", "GET", "/cas/" + x, "", []string{"Host", "evil.example:8380"}, 421, "evil.example"},
		{"oversized header", "GET", "/healthz", "", []string{"X-Big", strings.Repeat("x", 64<<10)}, 431, ""},
		{"no action result", "PUT", "/ac/" + x, "\x01garbage", nil, 400, "not an ActionResult"},
		{"other message", "PUT", "/ac/" + x, "\xa2\x06\x03abc", nil, 400, "not an ActionResult"},
		{"empty action result", "PUT", "/ac/" + x, "", nil, 400, "empty body"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s.want(tc.code, tc.text, tc.method, tc.path, []byte(tc.body), tc.header...)
		})
	}
	if st := s.store.Stats(); len(st) != 0 {
		t.Errorf("something was stored: %v", st)
	}
}

// TestRawPaths sends what Go's client would clean up.
func TestRawPaths(t *testing.T) {
	s := start(t, cachestore.Options{})
	for _, path := range []string{"/main/../keys/main.secret", "/main/./x", "/../../etc/passwd", "/cas/../ac/x"} {
		code := s.raw(t, "GET "+path+" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
		if code != 400 {
			t.Errorf("GET %s: %d, want 400", path, code)
		}
	}
}

func (s *server) raw(t *testing.T, request string) int {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, request)
	conn.(*net.TCPConn).CloseWrite()
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode
}

func TestTruncatedUpload(t *testing.T) {
	s := start(t, cachestore.Options{})
	for _, size := range []int{1000, 1 << 20} {
		data := pattern(size)
		code := s.raw(t, fmt.Sprintf("PUT /cas/%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s", hash(data), size, data[:size/2]))
		if code != 400 {
			t.Errorf("half of %d bytes: %d, want 400", size, code)
		}
		s.want(404, "", "GET", "/cas/"+hash(data), nil)
	}
}

func TestActionResultNeedsItsOutputs(t *testing.T) {
	put := func(s *server, data []byte) *repb.Digest {
		s.want(200, "", "PUT", "/cas/"+hash(data), data)
		return &repb.Digest{Hash: hash(data), SizeBytes: int64(len(data))}
	}
	absent := func(name string) *repb.Digest {
		return &repb.Digest{Hash: hash([]byte(name)), SizeBytes: int64(len(name))}
	}
	message := func(m proto.Message) []byte {
		data, err := proto.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	file := func(d *repb.Digest) *repb.Directory {
		return &repb.Directory{Files: []*repb.FileNode{{Name: "f", Digest: d}}}
	}
	dir := func(tree, root *repb.Digest) *repb.ActionResult {
		return &repb.ActionResult{OutputDirectories: []*repb.OutputDirectory{{Path: "d", TreeDigest: tree, RootDirectoryDigest: root}}}
	}
	for _, tc := range []struct {
		name   string
		result func(s *server) *repb.ActionResult
		code   int
	}{
		{"exit code only", func(*server) *repb.ActionResult { return &repb.ActionResult{ExitCode: 1} }, 200},
		{"file", func(s *server) *repb.ActionResult {
			return &repb.ActionResult{OutputFiles: []*repb.OutputFile{{Path: "a", Digest: put(s, []byte("a"))}}}
		}, 200},
		{"empty file that nobody uploaded", func(*server) *repb.ActionResult {
			return &repb.ActionResult{OutputFiles: []*repb.OutputFile{{Path: "a", Digest: &repb.Digest{Hash: bazelcache.EmptySHA256}}}}
		}, 200},
		{"file is missing", func(*server) *repb.ActionResult {
			return &repb.ActionResult{OutputFiles: []*repb.OutputFile{{Path: "a", Digest: absent("a")}}}
		}, 404},
		{"file has another size", func(s *server) *repb.ActionResult {
			d := put(s, []byte("a"))
			return &repb.ActionResult{OutputFiles: []*repb.OutputFile{{Path: "a", Digest: &repb.Digest{Hash: d.Hash, SizeBytes: 2}}}}
		}, 404},
		{"stdout is missing", func(*server) *repb.ActionResult { return &repb.ActionResult{StdoutDigest: absent("out")} }, 404},
		{"stderr is missing", func(*server) *repb.ActionResult { return &repb.ActionResult{StderrDigest: absent("err")} }, 404},
		{"tree", func(s *server) *repb.ActionResult {
			return dir(put(s, message(&repb.Tree{Root: file(put(s, []byte("r"))), Children: []*repb.Directory{file(put(s, []byte("c")))}})), nil)
		}, 200},
		{"tree is missing", func(*server) *repb.ActionResult { return dir(absent("tree"), nil) }, 404},
		{"tree is garbage", func(s *server) *repb.ActionResult { return dir(put(s, []byte("\x01garbage")), nil) }, 404},
		{"file of the tree's root is missing", func(s *server) *repb.ActionResult {
			return dir(put(s, message(&repb.Tree{Root: file(absent("r"))})), nil)
		}, 404},
		{"file of a tree's child is missing", func(s *server) *repb.ActionResult {
			return dir(put(s, message(&repb.Tree{Root: &repb.Directory{}, Children: []*repb.Directory{file(absent("c"))}})), nil)
		}, 404},
		{"root directory", func(s *server) *repb.ActionResult {
			sub := put(s, message(file(put(s, []byte("x")))))
			return dir(nil, put(s, message(&repb.Directory{Directories: []*repb.DirectoryNode{{Name: "s", Digest: sub}}})))
		}, 200},
		{"subdirectory is missing", func(s *server) *repb.ActionResult {
			return dir(nil, put(s, message(&repb.Directory{Directories: []*repb.DirectoryNode{{Name: "s", Digest: absent("sub")}}})))
		}, 404},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := start(t, cachestore.Options{})
			ar, path := message(tc.result(s)), "/ac/"+hash([]byte("action"))
			s.want(200, "", "PUT", path, ar)
			resp, text := s.do("GET", path, nil)
			if resp.StatusCode != tc.code || tc.code == 200 && text != string(ar) {
				t.Errorf("GET: %d %q, want %d", resp.StatusCode, text, tc.code)
			}
			s.want(404, "", "GET", "/other"+path, nil)
		})
	}
}

func BenchmarkPutSmall(b *testing.B) {
	s := start(b, cachestore.Options{MaxBytes: 1 << 40})
	data := pattern(4096)
	b.SetBytes(4096)
	for i := 0; b.Loop(); i++ {
		copy(data, fmt.Sprintf("%016d", i))
		s.want(200, "", "PUT", "/cas/"+hash(data), data)
	}
}

func BenchmarkGetSmall(b *testing.B) {
	s := start(b, cachestore.Options{})
	data := pattern(4096)
	path := "/cas/" + hash(data)
	s.want(200, "", "PUT", path, data)
	b.SetBytes(4096)
	for b.Loop() {
		s.want(200, "", "GET", path, nil)
	}
}
