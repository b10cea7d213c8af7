package cachestore_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/nix-community/go-nix/pkg/nixbase32"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
)

// clock is a clock that tests move.
type clock struct{ now time.Time }

func newClock() *clock                   { return &clock{time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)} }
func (c *clock) Now() time.Time          { return c.now }
func (c *clock) advance(d time.Duration) { c.now = c.now.Add(d) }

func open(t *testing.T, dir string, opts cachestore.Options) *cachestore.Store {
	t.Helper()
	if opts.MaxBytes == 0 {
		opts.MaxBytes = 1 << 30
	}
	if opts.FlushInterval == 0 {
		opts.FlushInterval = time.Hour
	}
	s, err := cachestore.Open(dir, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func content(n int, seed byte) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i*7) ^ byte(i>>8) ^ seed
	}
	return b
}

func casKey(data []byte) cachestore.Key {
	sum := sha256.Sum256(data)
	return cachestore.Key{Kind: cachestore.CAS, Name: hex.EncodeToString(sum[:])}
}

func narKey(data []byte) cachestore.Key {
	sum := sha256.Sum256(data)
	return cachestore.Key{Kind: cachestore.NAR, Cache: "main", Name: nixbase32.EncodeToString(sum[:]) + ".nar.xz"}
}

func acKey(data []byte) cachestore.Key {
	k := casKey(data)
	k.Kind = cachestore.AC
	return k
}

func infoKey(name string) cachestore.Key {
	return cachestore.Key{Kind: cachestore.NarInfo, Cache: "main", Name: name}
}

// files lists everything below blobs/.
func files(t *testing.T, dir string) (out []string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(dir, "blobs"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func mustPut(t *testing.T, s *cachestore.Store, key cachestore.Key, data []byte) {
	t.Helper()
	if err := s.PutBytes(key, data); err != nil {
		t.Fatalf("putting %v: %v", key, err)
	}
}

func wantBlob(t *testing.T, s *cachestore.Store, key cachestore.Key, want []byte) {
	t.Helper()
	got, err := s.Read(key, nil, 1<<30)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("reading %v: %d bytes, %v; want %d bytes", key, len(got), err, len(want))
	}
}

func TestPutAndRead(t *testing.T) {
	for _, size := range []int{0, 1, 4096, 64 << 10, 64<<10 + 1, 300_000, 1_500_000} {
		for _, announced := range []bool{true, false} {
			t.Run(fmt.Sprintf("%d bytes, announced %v", size, announced), func(t *testing.T) {
				dir := t.TempDir()
				s := open(t, dir, cachestore.Options{})
				data := content(size, 1)
				for _, key := range []cachestore.Key{casKey(data), narKey(data), acKey(data), infoKey("abc")} {
					n := int64(-1)
					if announced {
						n = int64(size)
					}
					got, err := s.Put(key, iotest.HalfReader(bytes.NewReader(data)), n)
					if err != nil || got != int64(size) {
						t.Fatalf("Put(%v) = %d, %v", key, got, err)
					}
					wantBlob(t, s, key, data)
				}
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
				s = open(t, dir, cachestore.Options{})
				for _, key := range []cachestore.Key{casKey(data), narKey(data), acKey(data), infoKey("abc")} {
					wantBlob(t, s, key, data)
				}
			})
		}
	}
}

func TestBadUploadsLeaveNothing(t *testing.T) {
	small, large := content(100, 1), content(200_000, 2)
	broken := errors.New("connection lost")
	for _, tc := range []struct {
		name   string
		reason string
		key    cachestore.Key
		body   io.Reader
		size   int64
		want   any
	}{
		{"digest, small", "the name is the digest", casKey([]byte("x")), bytes.NewReader(small), 100, new(*cachestore.DigestError)},
		{"digest, streamed", "the name is the digest", casKey([]byte("x")), bytes.NewReader(large), 200_000, new(*cachestore.DigestError)},
		{"digest of a NAR", "NARs are named by their digest", narKey([]byte("x")), bytes.NewReader(small), 100, new(*cachestore.DigestError)},
		{"too short, small", "truncated upload", casKey(small), bytes.NewReader(small[:50]), 100, new(*cachestore.SizeError)},
		{"too short, streamed", "truncated upload", casKey(large), bytes.NewReader(large[:150_000]), 200_000, new(*cachestore.SizeError)},
		{"too long, small", "more than announced", casKey(small), bytes.NewReader(small), 99, new(*cachestore.SizeError)},
		{"too long, streamed", "more than announced", casKey(large), bytes.NewReader(large), 199_999, new(*cachestore.SizeError)},
		{"broken, small", "the client's error is told apart", casKey(small), io.MultiReader(bytes.NewReader(small[:9]), iotest.ErrReader(broken)), 100, broken},
		{"broken, streamed", "the client's error is told apart", casKey(large), io.MultiReader(bytes.NewReader(large[:150_000]), iotest.ErrReader(broken)), -1, broken},
		{"too large, announced", "MaxBlobBytes", casKey(large), bytes.NewReader(large), 2 << 20, cachestore.ErrTooLarge},
		{"too large, streamed", "MaxBlobBytes", casKey(large), bytes.NewReader(content(2<<20, 1)), -1, cachestore.ErrTooLarge},
		{"upper case", "one blob has one name", cachestore.Key{Kind: cachestore.CAS, Name: strings.ToUpper(casKey(small).Name)}, bytes.NewReader(small), 100, cachestore.ErrName},
		{"parent directory", "names become file names", cachestore.Key{Kind: cachestore.NarInfo, Cache: "main", Name: ".."}, bytes.NewReader(small), 100, cachestore.ErrName},
		{"slash", "names become file names", cachestore.Key{Kind: cachestore.BuildLog, Cache: "main", Name: "a/b"}, bytes.NewReader(small), 100, cachestore.ErrName},
		{"odd cache", "names become file names", cachestore.Key{Kind: cachestore.BuildLog, Cache: "../x", Name: "a"}, bytes.NewReader(small), 100, cachestore.ErrName},
		{"unknown kind", "only the known kinds", cachestore.Key{Kind: 99, Cache: "main", Name: "a"}, bytes.NewReader(small), 100, cachestore.ErrName},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir, cachestore.Options{MaxBlobBytes: 1 << 20})
			_, err := s.Put(tc.key, tc.body, tc.size)
			if sentinel, ok := tc.want.(error); ok && !errors.Is(err, sentinel) || !ok && !errors.As(err, tc.want) {
				t.Errorf("error %v (%T), want %v: %s", err, err, tc.want, tc.reason)
			}
			if got := files(t, dir); len(got) != 0 {
				t.Errorf("left %v", got)
			}
			if _, ok := s.Has(tc.key); ok {
				t.Error("the blob is visible")
			}
		})
	}
}

func TestReuploadIsVerified(t *testing.T) {
	s := open(t, t.TempDir(), cachestore.Options{})
	data := content(200_000, 1)
	mustPut(t, s, casKey(data), data)
	if _, err := s.Put(casKey(data), bytes.NewReader(data), int64(len(data))); err != nil {
		t.Errorf("uploading again: %v", err)
	}
	var digest *cachestore.DigestError
	if _, err := s.Put(casKey(data), bytes.NewReader(content(200_000, 2)), 200_000); !errors.As(err, &digest) {
		t.Errorf("uploading something else: %v, want a digest error", err)
	}
	wantBlob(t, s, casKey(data), data)
}

func TestReplace(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, cachestore.Options{})
	for i := range 3 {
		mustPut(t, s, infoKey("a"), content(100+i, byte(i)))
	}
	wantBlob(t, s, infoKey("a"), content(102, 2))
	if got := s.Stats()[cachestore.Group{Kind: cachestore.NarInfo, Cache: "main"}]; got != (cachestore.Stat{Blobs: 1, Bytes: 102, DiskBytes: 4096}) {
		t.Errorf("stats = %+v", got)
	}
}

func TestMissingFileIsForgotten(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, cachestore.Options{})
	data := content(100, 1)
	mustPut(t, s, casKey(data), data)
	os.Remove(files(t, dir)[0])
	if _, err := s.Read(casKey(data), nil, 1000); !errors.Is(err, cachestore.ErrNotFound) {
		t.Errorf("reading: %v, want ErrNotFound", err)
	}
	if _, ok := s.Has(casKey(data)); ok {
		t.Error("the entry is still there")
	}
	mustPut(t, s, casKey(data), data)
	wantBlob(t, s, casKey(data), data)
}

func TestClosed(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, cachestore.Options{})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	data := content(10, 1)
	if err := s.PutBytes(casKey(data), data); !errors.Is(err, cachestore.ErrClosed) {
		t.Errorf("putting: %v, want ErrClosed", err)
	}
	if got := files(t, dir); len(got) != 0 {
		t.Errorf("left %v", got)
	}
}
