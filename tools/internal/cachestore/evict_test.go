package cachestore_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
)

func TestLeastRecentlyUsedGoFirst(t *testing.T) {
	var evicted []string
	dir, c := t.TempDir(), newClock()
	opts := cachestore.Options{MaxBytes: 3 * 4096, Now: c.Now, OnEvict: func(k cachestore.Kind, cache string, size int64, reason string) {
		evicted = append(evicted, fmt.Sprintf("%s/%s/%d/%s", k, cache, size, reason))
	}}
	s := open(t, dir, opts)
	a, b, d := content(300, 1), content(301, 2), content(302, 3)
	mustPut(t, s, casKey(a), a)
	c.advance(2 * time.Minute)
	mustPut(t, s, narKey(b), b)
	c.advance(2 * time.Minute)
	mustPut(t, s, acKey(d), d)
	c.advance(2 * time.Minute)
	s.Has(casKey(a)) // a use: b is the oldest now

	if err := s.Close(); err != nil { // the order survives
		t.Fatal(err)
	}
	s = open(t, dir, opts)
	e := content(200, 4)
	mustPut(t, s, casKey(e), e)
	if want := []string{"nar/main/301/size"}; !slices.Equal(evicted, want) {
		t.Errorf("evicted %v, want %v", evicted, want)
	}
	if n := len(files(t, dir)); n != 3 {
		t.Errorf("%d files, want 3", n)
	}
	s.Close()
	opts.MaxBytes = 4096
	s = open(t, dir, opts)
	if _, ok := s.Has(casKey(e)); !ok || len(files(t, dir)) != 1 {
		t.Errorf("opened with a smaller maximum: files %v, want only the newest", files(t, dir))
	}
}

// TestBoundHoldsOnDisk stores more than fits of blobs of several sizes and
// looks at the blocks that their files take.
func TestBoundHoldsOnDisk(t *testing.T) {
	const bound = 1 << 20
	for _, tc := range []struct {
		name, reason string
		size, blobs  int
	}{
		{"tiny", "each takes a block", 10, 1000},
		{"just above a block", "each takes two", 4097, 400},
		{"streamed", "the last block is not full", 70_001, 40},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir, cachestore.Options{MaxBytes: bound})
			for i := range tc.blobs {
				data := content(tc.size, 0)
				copy(data, fmt.Sprintf("%08d", i))
				if _, err := s.Put(casKey(data), bytes.NewReader(data), int64(len(data))); err != nil {
					t.Fatal(err)
				}
			}
			var used int64
			for _, path := range files(t, dir) {
				info, err := os.Stat(path)
				if err != nil {
					t.Fatal(err)
				}
				used += info.Sys().(*syscall.Stat_t).Blocks * 512
			}
			stat := s.Stats()[cachestore.Group{Kind: cachestore.CAS, Cache: cachestore.BazelCache}]
			if used > bound || stat.DiskBytes > bound || stat.Bytes != stat.Blobs*int64(tc.size) {
				t.Errorf("%d bytes on disk, %+v; want at most %d (%s)", used, stat, bound, tc.reason)
			}
			if stat.DiskBytes < bound-int64(tc.size)-4096 {
				t.Errorf("%+v: another blob would fit into %d", stat, bound)
			}
		})
	}
}

func TestUploadsUnderWayCount(t *testing.T) {
	s := open(t, t.TempDir(), cachestore.Options{MaxBytes: 1 << 20})
	pr, pw := io.Pipe()
	first := content(700_000, 1)
	done := make(chan error)
	go func() {
		_, err := s.Put(casKey(first), pr, int64(len(first)))
		done <- err
	}()
	if _, err := pw.Write(first[:300_000]); err != nil {
		t.Fatal(err)
	}
	second := content(500_000, 2)
	if err := s.PutBytes(casKey(second), second); !errors.Is(err, cachestore.ErrNoSpace) {
		t.Errorf("second upload: %v, want ErrNoSpace: both together are larger than the store", err)
	}
	go func() {
		pw.Write(first[300_000:])
		pw.Close()
	}()
	if err := <-done; err != nil {
		t.Errorf("first upload: %v", err)
	}
	if err := s.PutBytes(casKey(second), second); err != nil {
		t.Errorf("second upload, afterwards: %v", err)
	}
}

func TestRetention(t *testing.T) {
	c := newClock()
	s := open(t, t.TempDir(), cachestore.Options{Now: c.Now, Retention: func(k cachestore.Kind, cache string) time.Duration {
		return map[string]time.Duration{cachestore.BazelCache: 24 * time.Hour, "main": 72 * time.Hour}[cache]
	}})
	cas, nar := content(10, 1), content(10, 2)
	other := cachestore.Key{Kind: cachestore.NarInfo, Cache: "kept", Name: "x"}
	mustPut(t, s, casKey(cas), cas)
	mustPut(t, s, narKey(nar), nar)
	mustPut(t, s, other, nar)
	for _, step := range []struct {
		name    string
		advance time.Duration
		use     bool
		want    int
	}{
		{"within all retentions", 20 * time.Hour, true, 0},
		{"the use began a new day", 20 * time.Hour, false, 0},
		{"Bazel's blob is too old", 5 * time.Hour, false, 1},
		{"the NAR is too old; 0 keeps for ever", 1000 * time.Hour, false, 1},
	} {
		c.advance(step.advance)
		if got := s.Sweep(); got != step.want {
			t.Errorf("%s: dropped %d, want %d", step.name, got, step.want)
		}
		if step.use {
			s.Has(casKey(cas))
		}
	}
	if _, ok := s.Has(other); !ok {
		t.Error("a cache without retention lost a blob")
	}
}

// fullDisk accepts a number of bytes and then fails like a full disk.
type fullDisk struct {
	mu   sync.Mutex
	left int
}

type fullFile struct {
	*os.File
	disk *fullDisk
}

func (f *fullFile) Write(p []byte) (int, error) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if n := f.disk.left; n < len(p) {
		f.disk.left = 0
		f.File.Write(p[:n])
		return n, &os.PathError{Op: "write", Path: f.Name(), Err: syscall.ENOSPC}
	}
	f.disk.left -= len(p)
	return f.File.Write(p)
}

func (d *fullDisk) create(path string) (cachestore.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	return &fullFile{f, d}, err
}

func TestFullDisk(t *testing.T) {
	dir, disk := t.TempDir(), &fullDisk{left: 500_000}
	s := open(t, dir, cachestore.Options{CreateFile: disk.create})
	before, large, small := content(100_000, 1), content(900_000, 2), content(10, 3)
	mustPut(t, s, casKey(before), before)
	for _, tc := range []struct {
		name string
		data []byte
	}{{"streamed", large}, {"small", small}} {
		if _, err := s.Put(casKey(tc.data), bytes.NewReader(tc.data), int64(len(tc.data))); !errors.Is(err, cachestore.ErrNoSpace) {
			t.Errorf("%s: %v, want ErrNoSpace", tc.name, err)
		}
		if got := files(t, dir); len(got) != 1 {
			t.Errorf("%s: files %v, want only the blob from before", tc.name, got)
		}
	}
	disk.left = 10_000_000
	mustPut(t, s, casKey(large), large)
	wantBlob(t, s, casKey(large), large)
	wantBlob(t, s, casKey(before), before)
}

// TestConcurrentUse lets uploads, reads and evictions of the same few blobs
// race, and then compares files and index.
func TestConcurrentUse(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, cachestore.Options{MaxBytes: 400_000, FlushInterval: time.Millisecond})
	var blobs [][]byte
	for i := range 20 {
		blobs = append(blobs, content(20_000+i*5000, byte(i)))
	}
	var wg sync.WaitGroup
	for w := range 6 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			r := rand.New(rand.NewSource(int64(w)))
			for range 150 {
				data := blobs[r.Intn(len(blobs))]
				if err := s.PutBytes(casKey(data), data); err != nil && !errors.Is(err, cachestore.ErrNoSpace) {
					t.Errorf("putting: %v", err)
				}
				data = blobs[r.Intn(len(blobs))]
				got, err := s.Read(casKey(data), nil, 1<<20)
				if err != nil && !errors.Is(err, cachestore.ErrNotFound) || err == nil && !bytes.Equal(got, data) {
					t.Errorf("reading: %d bytes, %v", len(got), err)
				}
			}
		}()
	}
	wg.Wait()
	stat := s.Stats()[cachestore.Group{Kind: cachestore.CAS, Cache: cachestore.BazelCache}]
	onDisk := files(t, dir)
	if int64(len(onDisk)) != stat.Blobs || stat.DiskBytes > 400_000 || strings.Contains(fmt.Sprint(onDisk), ".tmp-") {
		t.Errorf("index has %+v, disk has %d files %v", stat, len(onDisk), onDisk)
	}
}
