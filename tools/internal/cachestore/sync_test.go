package cachestore_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
)

// lossyFile is a file of a machine that loses power: what has not been flushed
// never reaches the disk.
type lossyFile struct {
	*os.File
	disk    *lossyDisk
	written bytes.Buffer
}

func (f *lossyFile) Write(p []byte) (int, error) { return f.written.Write(p) }

func (f *lossyFile) Sync() error {
	f.disk.note("sync file")
	_, err := f.File.Write(f.written.Bytes())
	return err
}

// lossyDisk makes such files and notes what is flushed.
type lossyDisk struct {
	mu    sync.Mutex
	notes []string
}

func (d *lossyDisk) note(s string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.notes = append(d.notes, s)
}

func (d *lossyDisk) create(path string) (cachestore.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	return &lossyFile{File: f, disk: d}, err
}

// syncDir notes a flush of a directory, and whether the blob was in it.
func (d *lossyDisk) syncDir(path string) error {
	if blobs, _ := filepath.Glob(filepath.Join(path, strings.Repeat("[0-9a-f]", 64))); len(blobs) > 0 {
		d.note("sync directory with blob")
	}
	return nil
}

// TestEachUploadSurvivesAPowerCut answers an upload, cuts the power at once and
// finds everything: content, name and metadata.
func TestEachUploadSurvivesAPowerCut(t *testing.T) {
	for _, size := range []int{10, 500_000} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			dir, disk := t.TempDir(), &lossyDisk{}
			s := open(t, dir, cachestore.Options{SyncEach: true, BootID: "boot", CreateFile: disk.create, SyncDir: disk.syncDir})
			data := content(size, 1)
			mustPut(t, s, casKey(data), data)
			if got := fmt.Sprint(disk.notes); got != "[sync file sync directory with blob]" {
				t.Errorf("flushed %s", got)
			}
			mustPut(t, s, acKey(data), data)
			mustPut(t, s, infoKey("a"), data)
			s = open(t, copyDir(t, dir), cachestore.Options{BootID: "another boot"})
			for _, key := range []cachestore.Key{casKey(data), acKey(data), infoKey("a")} {
				wantBlob(t, s, key, data)
			}
		})
	}
}

// TestEachSharesCommits lets many uploads wait at the same time.
func TestEachSharesCommits(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, cachestore.Options{SyncEach: true, BootID: "boot"})
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err := s.PutBytes(acKey(content(100, byte(i))), content(100, byte(i))); err != nil {
				t.Error(err)
			}
		}()
	}
	wg.Wait()
	s = open(t, copyDir(t, dir), cachestore.Options{BootID: "another boot"})
	for i := range 40 {
		wantBlob(t, s, acKey(content(100, byte(i))), content(100, byte(i)))
	}
}

// TestUploadedAgainAfterEviction cuts the power when a recorded blob has been
// dropped and uploaded again, and its new file has the right size only.
func TestUploadedAgainAfterEviction(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, cachestore.Options{BootID: "boot"})
	data := content(5000, 1)
	mustPut(t, s, casKey(data), data)
	if err := s.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(casKey(data)); err != nil {
		t.Fatal(err)
	}
	mustPut(t, s, casKey(data), data)
	after := copyDir(t, dir)
	rewrite(t, after, "/cas/", make([]byte, 5000))
	s = open(t, after, cachestore.Options{BootID: "another boot"})
	if got, err := s.Read(casKey(data), nil, 1<<20); err == nil {
		t.Errorf("serves %d bytes that were never flushed", len(got))
	}
	checkConsistent(t, s, after)
}

// TestUploadCutOffAtTheEnd leaves a temporary file behind, which the next start
// must find although everything else was closed in order.
func TestUploadCutOffAtTheEnd(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, cachestore.Options{BootID: "boot"})
	kept, body := content(100, 1), newStuck(content(100_000, 2))
	mustPut(t, s, casKey(kept), kept)
	go s.Put(casKey([]byte("x")), body, 1<<20)
	<-body.reached
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	after := copyDir(t, dir) // the process ends here
	close(body.end)
	s = open(t, after, cachestore.Options{BootID: "boot"})
	wantBlob(t, s, casKey(kept), kept)
	checkConsistent(t, s, after)
}

// stuck is a body that stops before its end until it is told to fail.
type stuck struct {
	data         []byte
	once         sync.Once
	reached, end chan struct{}
}

func newStuck(data []byte) *stuck {
	return &stuck{data: data, reached: make(chan struct{}), end: make(chan struct{})}
}

func (s *stuck) Read(p []byte) (int, error) {
	if len(s.data) == 0 {
		s.once.Do(func() { close(s.reached) })
		<-s.end
		return 0, os.ErrDeadlineExceeded
	}
	n := copy(p, s.data)
	s.data = s.data[n:]
	return n, nil
}
