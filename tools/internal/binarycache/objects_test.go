package binarycache_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/binarycache"
	"github.com/gloriousflywheel/flywheel/tools/internal/httpretry"
)

// davServer keeps files in memory, as a server with WebDAV's PUT does: whole ones.
type davServer struct {
	mu    sync.Mutex
	files map[string][]byte
	types map[string]string
}

// ServeHTTP implements http.Handler.
func (s *davServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPut {
		data, err := io.ReadAll(r.Body)
		if err != nil || int64(len(data)) != r.ContentLength {
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.files[r.URL.Path], s.types[r.URL.Path] = data, r.Header.Get("Content-Type")
		w.WriteHeader(http.StatusCreated)
		return
	}
	s.mu.Lock()
	data, found := s.files[r.URL.Path]
	s.mu.Unlock()
	if !found {
		http.NotFound(w, r)
		return
	}
	w.Write(data)
}

// caches are one of each kind that needs no other program. (S3's tests are with package
// s3store and the program.)
func caches(t *testing.T) map[string]binarycache.Objects {
	t.Helper()
	s := httptest.NewServer(&davServer{files: map[string][]byte{}, types: map[string]string{}})
	t.Cleanup(s.Close)
	client := httpretry.New(4, 2)
	client.Pause = func(context.Context, time.Duration) error { return nil }
	return map[string]binarycache.Objects{
		"file": binarycache.NewFile(filepath.Join(t.TempDir(), "made", "at first use")),
		"http": binarycache.NewHTTP(s.URL+"/below", client),
	}
}

func text(s string) binarycache.Source {
	return func() (io.Reader, error) { return strings.NewReader(s), nil }
}

func read(t *testing.T, o binarycache.Objects, name string) string {
	t.Helper()
	r, err := o.Get(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// What is promised of every kind of cache.
func TestObjects(t *testing.T) {
	for kind, o := range caches(t) {
		t.Run(kind, func(t *testing.T) {
			ctx := t.Context()
			if found, err := o.Has(ctx, "nar/a.nar"); found || err != nil {
				t.Errorf("an empty cache has it: %v", err)
			}
			if _, err := o.Get(ctx, "nar/a.nar"); !errors.Is(err, binarycache.ErrNotFound) {
				t.Errorf("an empty cache: %v", err)
			}
			large := strings.Repeat("0123456789", 300_000)
			for _, content := range []string{"first", "", large, "second"} {
				if err := o.Put(ctx, "nar/a.nar", binarycache.TypeNAR, int64(len(content)), text(content)); err != nil {
					t.Fatal(err)
				}
				if got := read(t, o, "nar/a.nar"); got != content {
					t.Errorf("%d bytes are there, want %d", len(got), len(content))
				}
			}
			if found, err := o.Has(ctx, "nar/a.nar"); !found || err != nil {
				t.Errorf("what is there is not: %v", err)
			}
			broken := errors.New("the archive is damaged")
			for name, source := range map[string]binarycache.Source{
				"cannot be opened": func() (io.Reader, error) { return nil, broken },
				"breaks off":       func() (io.Reader, error) { return io.MultiReader(strings.NewReader("thi"), bad{broken}), nil },
			} {
				if err := o.Put(ctx, "nar/b.nar", binarycache.TypeNAR, 6, source); !errors.Is(err, broken) {
					t.Errorf("a source that %s: %v", name, err)
				}
				if found, _ := o.Has(ctx, "nar/b.nar"); found {
					t.Errorf("a source that %s left a file", name)
				}
			}
			if _, _, sent := o.Counts(); sent < int64(len(large)) {
				t.Errorf("%d bytes counted, want at least %d", sent, len(large))
			}
		})
	}
}

type bad struct{ err error }

func (b bad) Read([]byte) (int, error) { return 0, b.err }

// A source that gives too little or too much leaves nothing, not even a temporary file.
func TestFileWhollyOrNot(t *testing.T) {
	dir := t.TempDir()
	o := binarycache.NewFile(dir)
	for _, content := range []string{"short", "too long for that"} {
		err := o.Put(t.Context(), "a.narinfo", "", 10, text(content))
		if want := fmt.Sprintf("writing to the cache: %d bytes came, 10 were announced", len(content)); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %q", content, err, want)
		}
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 0 {
		t.Errorf("%d files are left, %v", len(files), err)
	}
	if err := o.Put(t.Context(), "a.narinfo", "", 4, text("well")); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(dir, "a.narinfo")); err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("%v, %v; want mode 0644", info, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "blocked"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := o.Put(t.Context(), "blocked/a", "", 4, text("well")); err == nil || errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(err.Error(), "writing to the cache: ") {
		t.Errorf("a file in the way: %v", err)
	}
}

// Whoever reads while others write sees one whole file.
func TestFileWhileOthersWrite(t *testing.T) {
	o := binarycache.NewFile(t.TempDir())
	contents := [][]byte{bytes.Repeat([]byte("a"), 200_000), bytes.Repeat([]byte("b"), 100_000)}
	var writers sync.WaitGroup
	done := make(chan bool)
	for _, content := range contents {
		writers.Go(func() {
			for range 100 {
				if err := o.Put(t.Context(), "nar/x", "", int64(len(content)), func() (io.Reader, error) { return bytes.NewReader(content), nil }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	go func() { writers.Wait(); close(done) }()
	for seen := 0; ; {
		r, err := o.Get(t.Context(), "nar/x")
		if err == nil {
			data, err := io.ReadAll(r)
			r.Close()
			if err != nil || !bytes.Equal(data, contents[0]) && !bytes.Equal(data, contents[1]) {
				t.Fatalf("%d bytes that nobody wrote, %v", len(data), err)
			}
			seen++
		} else if !errors.Is(err, binarycache.ErrNotFound) {
			t.Fatal(err)
		}
		select {
		case <-done:
			if seen == 0 {
				t.Error("nothing was seen")
			}
			return
		default:
		}
	}
}

// Servers are told what files are, as Nix tells them.
func TestMediaTypes(t *testing.T) {
	dav := &davServer{files: map[string][]byte{}, types: map[string]string{}}
	s := httptest.NewServer(dav)
	defer s.Close()
	o := binarycache.NewHTTP(s.URL, httpretry.New(1, 1))
	if err := binarycache.WriteInfo(t.Context(), o, binarycache.CacheInfo{StoreDir: "/nix/store"}); err != nil {
		t.Fatal(err)
	}
	if err := binarycache.PutText(t.Context(), o, "a.narinfo", binarycache.TypeNarInfo, "x"); err != nil {
		t.Fatal(err)
	}
	if dav.types["/nix-cache-info"] != "text/x-nix-cache-info" || dav.types["/a.narinfo"] != "text/x-nix-narinfo" {
		t.Errorf("%q", dav.types)
	}
}
