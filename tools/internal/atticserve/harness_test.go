package atticserve_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nix-community/go-nix/pkg/nar"
	"github.com/nix-community/go-nix/pkg/nixbase32"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/atticjwt"
	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheauth"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheserver"
)

// server is a whole cache server in this process, with a clock of its own.
type server struct {
	t      *testing.T
	config cacheconfig.Config
	url    string
	later  atomic.Int64 // seconds that its clock is ahead
	stop   func()
}

func serve(t *testing.T, change ...func(*cacheconfig.Config)) *server {
	t.Helper()
	c := cacheconfig.Default()
	c.DataDir, c.HTTPAddress, c.GRPCAddress = t.TempDir(), "127.0.0.1:0", "127.0.0.1:0"
	for _, f := range change {
		f(&c)
	}
	s := &server{t: t, config: c}
	s.start()
	t.Cleanup(func() { s.stop() })
	return s
}

func (s *server) start() {
	s.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ready, done := make(chan string, 1), make(chan error, 1)
	go func() {
		done <- cacheserver.Run(ctx, cacheserver.Options{
			Config: s.config, Drain: 5 * time.Second, Log: slog.New(slog.DiscardHandler),
			Now:   func() time.Time { return time.Now().Add(time.Duration(s.later.Load()) * time.Second) },
			Ready: func(h, _ string) { ready <- "http://" + h },
		})
	}()
	select {
	case s.url = <-ready:
	case err := <-done:
		s.t.Fatal(err)
	}
	stopped := false
	s.stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-done; err != nil {
			s.t.Errorf("stopping: %v", err)
		}
	}
}

// answer is a response that has been read.
type answer struct {
	code   int
	body   string
	header http.Header
}

// do sends a request; header is pairs of name and value.
func (s *server) do(method, path string, body io.Reader, header ...string) answer {
	s.t.Helper()
	req, err := http.NewRequest(method, s.url+path, body)
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer{resp.StatusCode, string(text), resp.Header}
}

// must is do that has to succeed.
func (s *server) must(method, path, body string, header ...string) string {
	s.t.Helper()
	a := s.do(method, path, strings.NewReader(body), header...)
	if a.code != 200 {
		s.t.Fatalf("%s %s: %d %s", method, path, a.code, a.body)
	}
	return a.body
}

const newCache = `{"keypair":"Generate","is_public":true,"store_dir":"/nix/store","priority":41,"upstream_cache_key_names":["cache.nixos.org-1"]}`

func (s *server) create(name string, header ...string) {
	s.t.Helper()
	s.must("POST", atticwire.CacheConfigBase+name, newCache, header...)
}

// token signs a token by the server's key, which it makes.
func (s *server) token(c atticjwt.Claims) (header, token string) {
	s.t.Helper()
	path := cacheauth.JWTKeyPath(s.config.DataDir)
	key, err := cacheauth.ReadJWTKey(path)
	if err != nil {
		if err := atomicfile.Write(path, []byte(atticjwt.NewSecret()), 0o600); err != nil {
			s.t.Fatal(err)
		}
		if key, err = cacheauth.ReadJWTKey(path); err != nil {
			s.t.Fatal(err)
		}
	}
	if c.Expires.IsZero() {
		c.Expires = time.Now().Add(time.Hour)
	}
	if token, err = key.Sign(c); err != nil {
		s.t.Fatal(err)
	}
	return "Bearer " + token, token
}

// archive is the NAR of a file.
func archive(t *testing.T, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := nar.NewWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.WriteHeader(&nar.Header{Path: "/", Type: nar.TypeRegular, Size: int64(len(content))}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const pathHash = "65j8y14mjz6caz9nv4z3vzds1p4j4lkd"

// describe is what a client says of a path with this NAR.
func describe(cache string, data []byte) atticwire.UploadPathNarInfo {
	sum := sha256.Sum256(data)
	return atticwire.UploadPathNarInfo{
		Cache: cache, StorePathHash: pathHash, StorePath: "/nix/store/" + pathHash + "-hello-1.0", References: []string{}, Sigs: []string{},
		NarHash: "sha256:" + nixbase32.EncodeToString(sum[:]), NarSize: uint64(len(data)),
	}
}

// upload sends a path as the client attic does: short descriptions in the
// header, the NAR chunked, its length unannounced.
func (s *server) upload(info atticwire.UploadPathNarInfo, data []byte, header ...string) answer {
	s.t.Helper()
	text, err := json.Marshal(info)
	if err != nil {
		s.t.Fatal(err)
	}
	body := struct{ io.Reader }{bytes.NewReader(data)}
	return s.do("PUT", atticwire.UploadPath, body, append(header, atticwire.HeaderNarInfo, string(text))...)
}

// leftovers are files of uploads that have not ended, and narinfos.
func (s *server) leftovers() (files []string) {
	for _, pattern := range []string{".tmp-*", "nix/*/*/*/.tmp-*", "nix/*/narinfo/*/*"} {
		found, _ := filepath.Glob(filepath.Join(s.config.DataDir, "blobs", pattern))
		files = append(files, found...)
	}
	return files
}
