package cachestore_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/nix-community/go-nix/pkg/nixbase32"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
)

func named(cache string) func([sha256.Size]byte) cachestore.Key {
	return func(sum [sha256.Size]byte) cachestore.Key {
		return cachestore.Key{Kind: cachestore.NAR, Cache: cache, Name: nixbase32.EncodeToString(sum[:]) + ".nar"}
	}
}

func begin(t *testing.T, s *cachestore.Store, data []byte) *cachestore.Pending {
	t.Helper()
	p, err := s.Begin(int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Write(data); err != nil {
		t.Fatal(err)
	}
	return p
}

// temporaries counts the files that are being written.
func temporaries(t *testing.T, dir string) int {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "blobs", ".tmp-*"))
	if err != nil {
		t.Fatal(err)
	}
	return len(found)
}

func TestPending(t *testing.T) {
	for _, each := range []bool{false, true} {
		dir, data := t.TempDir(), content(300_000, 1)
		s := open(t, dir, cachestore.Options{SyncEach: each})
		p := begin(t, s, data)
		if temporaries(t, dir) != 1 || len(s.Stats()) != 0 {
			t.Error("it can be seen before it has a name")
		}
		key, size, existed, err := p.Commit(named("a"))
		if err != nil || existed || size != int64(len(data)) {
			t.Fatalf("%d bytes, existed %v, %v", size, existed, err)
		}
		if got, err := s.Read(key, nil, 1<<20); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%d bytes, %v", len(got), err)
		}
		if _, _, existed, err := begin(t, s, data).Commit(named("a")); err != nil || !existed {
			t.Errorf("again: existed %v, %v", existed, err)
		}
		if _, _, existed, err := begin(t, s, data).Commit(named("b")); err != nil || existed {
			t.Errorf("in another cache: existed %v, %v", existed, err)
		}
		begin(t, s, data).Abort()
		_, _, _, err = begin(t, s, data).Commit(func([sha256.Size]byte) cachestore.Key { return key })
		if err != nil {
			t.Errorf("the right name: %v", err)
		}
		var digest *cachestore.DigestError
		if _, _, _, err := begin(t, s, content(10, 2)).Commit(func([sha256.Size]byte) cachestore.Key { return key }); !errors.As(err, &digest) {
			t.Errorf("a wrong name: %v", err)
		}
		if n := temporaries(t, dir); n != 0 {
			t.Errorf("%d temporary files left", n)
		}
		if s.DropCache("a") != 1 || s.DropCache("a") != 0 {
			t.Error("DropCache counts wrongly")
		}
		if _, ok := s.Has(key); ok {
			t.Error("a dropped cache has a blob")
		}
		if stats := s.Stats()[cachestore.Group{Kind: cachestore.NAR, Cache: "b"}]; stats.Blobs != 1 {
			t.Errorf("the other cache: %+v", stats)
		}
	}
}

// brokenFile fails to write, as on a full disk.
type brokenFile struct{ *os.File }

func (brokenFile) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

func TestPendingFailures(t *testing.T) {
	dir := t.TempDir()
	full := false
	s := open(t, dir, cachestore.Options{MaxBytes: 1 << 20, CreateFile: func(path string) (cachestore.File, error) {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if full {
			return brokenFile{f}, err
		}
		return f, err
	}})
	p, err := s.Begin(10 << 20)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Write(make([]byte, 2<<20)); !errors.Is(err, cachestore.ErrTooLarge) {
		t.Errorf("larger than the store: %v", err)
	}
	p.Abort()
	full = true
	if p, err = s.Begin(10); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Write([]byte("x")); !errors.Is(err, cachestore.ErrNoSpace) {
		t.Errorf("a full disk: %v", err)
	}
	p.Abort()
	full = false
	// All that was reserved is free again.
	if _, _, _, err := begin(t, s, content(900_000, 3)).Commit(named("a")); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	if n := temporaries(t, dir); n != 0 {
		t.Errorf("%d temporary files left", n)
	}
}
