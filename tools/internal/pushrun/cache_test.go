package pushrun_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/binarycache"
	"github.com/gloriousflywheel/flywheel/tools/internal/narinfo"
)

// watched is a cache in a directory that looks at every file before it takes it: a
// .narinfo whose references, or whose archive, are not there would be a hole.
type watched struct {
	*binarycache.File
	t   *testing.T
	dir string
	// fault is asked before each Put; an error that it returns is the cache's answer.
	fault func(name string) error

	mu   sync.Mutex
	puts map[string]int // those that succeeded
}

func newWatched(t *testing.T) *watched {
	dir := t.TempDir()
	return &watched{File: binarycache.NewFile(dir), t: t, dir: dir, puts: map[string]int{}, fault: func(string) error { return nil }}
}

// Put implements binarycache.Objects.
func (c *watched) Put(ctx context.Context, name, mediaType string, size int64, source binarycache.Source) error {
	if err := c.fault(name); err != nil {
		return err
	}
	if strings.HasSuffix(name, ".narinfo") {
		r, err := source()
		if err != nil {
			return err
		}
		text := make([]byte, size)
		if _, err := r.Read(text); err != nil {
			return err
		}
		c.check(name, string(text))
	}
	if err := c.File.Put(ctx, name, mediaType, size, source); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.puts[name]++
	return nil
}

// check fails the test where a .narinfo would be a lie now.
func (c *watched) check(name, text string) {
	info, err := narinfo.Parse(text)
	if err != nil || info.FileName() != name {
		c.t.Errorf("%s: %v\n%s", name, err, text)
		return
	}
	for _, r := range info.References {
		if _, err := os.Stat(filepath.Join(c.dir, narinfo.HashPart(r)+".narinfo")); err != nil && r != info.Base {
			c.t.Errorf("%s becomes visible before its reference %s", info.Base, r)
		}
	}
	archive, err := os.ReadFile(filepath.Join(c.dir, info.URL))
	if err != nil || sha256.Sum256(archive) != info.FileHash || int64(len(archive)) != info.FileSize {
		c.t.Errorf("%s becomes visible, its archive %s is not what it says: %d bytes, %v", info.Base, info.URL, len(archive), err)
	}
}

// visible checks every .narinfo that is there, and returns the names of their paths.
func (c *watched) visible() map[string]bool {
	c.t.Helper()
	files, err := filepath.Glob(filepath.Join(c.dir, "*.narinfo"))
	if err != nil {
		c.t.Fatal(err)
	}
	names := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			c.t.Fatal(err)
		}
		c.check(filepath.Base(file), string(text))
		if info, err := narinfo.Parse(string(text)); err == nil {
			names[info.Base] = true
		}
	}
	return names
}

// archives are the sizes of the archives that are there, by name.
func (c *watched) archives() map[string]int64 {
	c.t.Helper()
	files, err := filepath.Glob(filepath.Join(c.dir, "nar", "*.nar*"))
	if err != nil {
		c.t.Fatal(err)
	}
	sizes := map[string]int64{}
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			c.t.Fatal(err)
		}
		sizes["nar/"+filepath.Base(file)] = info.Size()
	}
	return sizes
}

// same fails unless two sets of names are one.
func same(t *testing.T, what string, got, want map[string]bool) {
	t.Helper()
	var wrong []string
	for name := range want {
		if !got[name] {
			wrong = append(wrong, "lacks "+name)
		}
	}
	for name := range got {
		if !want[name] {
			wrong = append(wrong, "has "+name)
		}
	}
	if len(wrong) > 0 {
		t.Errorf("%s: %s", what, fmt.Sprint(wrong))
	}
}
