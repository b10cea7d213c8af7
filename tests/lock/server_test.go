//go:build bazel

package lock_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

const (
	host     = "registry.opentofu.org"
	address  = host + "/hashicorp/time"
	version  = "0.13.1"
	packages = "/packages/time.zip"
)

func platform() string { return runtime.GOOS + "_" + runtime.GOARCH }

// A pkg is a provider package: its files, and the zip that servers give.
type pkg struct {
	files map[string][]byte
	zip   []byte
}

func newPackage(t *testing.T, files map[string][]byte) pkg {
	t.Helper()
	// The plugin too: that it can be run must not depend on who packed it.
	return packAs(t, files, 0o644)
}

func packAs(t *testing.T, files map[string][]byte, mode fs.FileMode) pkg {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range names(files) {
		h := &zip.FileHeader{Name: name, Method: zip.Deflate}
		h.SetMode(mode)
		f, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(files[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return pkg{files: files, zip: b.Bytes()}
}

func names(files map[string][]byte) []string {
	var all []string
	for name := range files {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// zh is the hash of the zip, as a lock file writes it.
func (p pkg) zh() string { return "zh:" + p.shasum() }

func (p pkg) shasum() string {
	sum := sha256.Sum256(p.zip)
	return hex.EncodeToString(sum[:])
}

// h1 is the hash of the files, as a lock file writes it.
func (p pkg) h1() string {
	all := sha256.New()
	for _, name := range names(p.files) {
		fmt.Fprintf(all, "%x  %s\n", sha256.Sum256(p.files[name]), name)
	}
	return "h1:" + base64.StdEncoding.EncodeToString(all.Sum(nil))
}

// A server speaks the provider registry protocol and the network mirror protocol for
// one package; each test has the part of it below a path of its own, which it may change.
type server struct {
	*httptest.Server
	certificate tls.Certificate

	mu    sync.Mutex
	parts map[string]map[string]http.HandlerFunc
	log   []string
}

func newServer(t *testing.T) *server {
	s := &server{parts: map[string]map[string]http.HandlerFunc{}, certificate: newCertificate(t)}
	s.Server = httptest.NewUnstartedServer(s)
	s.TLS = &tls.Config{Certificates: []tls.Certificate{s.certificate}}
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	s.mu.Lock()
	s.log = append(s.log, r.Method+" "+r.URL.Path)
	handler := s.parts[name]["/"+rest]
	s.mu.Unlock()
	if handler == nil {
		http.NotFound(w, r)
		return
	}
	handler(w, r)
}

// requests are those below /name since the start.
func (s *server) requests(name string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []string
	for _, line := range s.log {
		if method, path, _ := strings.Cut(line, " "); strings.HasPrefix(path, "/"+name+"/") {
			all = append(all, method+" "+strings.TrimPrefix(path, "/"+name))
		}
	}
	return all
}

// part makes the handlers of a whole registry and network mirror below /name.
func (s *server) part(name string, p pkg) map[string]http.HandlerFunc {
	goos, goarch := runtime.GOOS, runtime.GOARCH
	h := map[string]http.HandlerFunc{
		"/.well-known/terraform.json": answer(map[string]any{"providers.v1": "/" + name + "/v1/providers/"}),
		"/v1/providers/hashicorp/time/versions": answer(map[string]any{"versions": []any{
			map[string]any{"version": version, "protocols": []string{"5.0"}, "platforms": []any{map[string]any{"os": goos, "arch": goarch}}},
		}}),
		"/v1/providers/hashicorp/time/" + version + "/download/" + goos + "/" + goarch: answer(map[string]any{
			"os": goos, "arch": goarch, "filename": "time.zip", "shasum": p.shasum(),
			"download_url": "/" + name + packages,
		}),
		packages:                             give(p.zip),
		"/mirror/" + address + "/index.json": answer(map[string]any{"versions": map[string]any{version: map[string]any{}}}),
		"/mirror/" + address + "/" + version + ".json": answer(map[string]any{"archives": map[string]any{
			platform(): map[string]any{"url": "archive.zip", "hashes": []string{p.zh(), p.h1()}},
		}}),
		"/mirror/" + address + "/archive.zip": give(p.zip),
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.parts[name] = h
	return h
}

func answer(document any) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(w).Encode(document); err != nil {
			panic(err)
		}
	}
}

func give(data []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { w.Write(data) }
}
