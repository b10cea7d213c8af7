package pushrun_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/nix-community/go-nix/pkg/nar"
	"github.com/nix-community/go-nix/pkg/nixbase32"

	"github.com/gloriousflywheel/flywheel/tools/internal/binarycache"
	"github.com/gloriousflywheel/flywheel/tools/internal/nixstore"
)

// counted is a cache that counts, and takes the first .narinfo when it has half of the
// archives.
type counted struct {
	mu       sync.Mutex
	puts     map[string]int
	archives int
	half     int
	reached  chan struct{}
}

func (c *counted) Has(context.Context, string) (bool, error) { return false, nil }
func (c *counted) Get(context.Context, string) (io.ReadCloser, error) {
	return nil, binarycache.ErrNotFound
}
func (c *counted) Counts() (requests, retries, sent int64) { return 0, 0, 0 }
func (c *counted) Put(_ context.Context, name, _ string, _ int64, _ binarycache.Source) error {
	narinfo := strings.HasSuffix(name, ".narinfo")
	c.mu.Lock()
	c.puts[name]++
	if !narinfo {
		if c.archives++; c.archives == c.half {
			close(c.reached)
		}
	}
	c.mu.Unlock()
	if narinfo {
		<-c.reached
	}
	return nil
}

// When archives are stored in the very moment in which the last reference of their paths
// becomes visible, each path still becomes visible once: twice would let what references
// it go too early.
func TestEachPathOnce(t *testing.T) {
	w := newWorld(t, 1)
	w.paths = nil
	for i := range 4000 {
		own := sha256.Sum256(fmt.Appendf(nil, "once %d", i))
		p := &nixstore.Path{Base: nixbase32.EncodeToString(own[:20]) + "-x"}
		if i > 0 {
			p.References = []string{w.paths[0].Base}
		}
		if err := os.WriteFile(w.real(p), nil, 0o644); err != nil {
			t.Fatal(err)
		}
		w.paths = append(w.paths, p)
	}
	var archive bytes.Buffer
	if err := nar.DumpPath(&archive, w.real(w.paths[0])); err != nil {
		t.Fatal(err)
	}
	for _, p := range w.paths {
		p.NarHash, p.NarSize = sha256.Sum256(archive.Bytes()), int64(archive.Len())
	}
	for range 12 {
		c := &counted{puts: map[string]int{}, half: len(w.paths) / 2, reached: make(chan struct{})}
		run, _ := binary(t, w, newWatched(t), record(t), 0)
		run.Cache, run.Jobs = c, 8
		result, err := run.Run(t.Context(), w.paths)
		if err != nil || len(result.Uploaded) != len(w.paths) {
			t.Fatalf("%d paths uploaded of %d, %v", len(result.Uploaded), len(w.paths), err)
		}
		for name, n := range c.puts {
			if n != 1 && strings.HasSuffix(name, ".narinfo") {
				t.Errorf("%s was written %d times", name, n)
			}
		}
	}
}
