package main

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/nix-community/go-nix/pkg/nixbase32"
)

// A closure is a set of store paths with their references, to be made in a store.
type closure struct {
	name  string
	paths []storePath
}

// A storePath is one to be made: files of content that compresses about as well as
// compiled programs do.
type storePath struct {
	name  string // base name
	refs  []int  // earlier paths of the closure
	files int
	size  int // of each file, in bytes
}

// layers is how deep a closure of many paths is, as those of real programs are: what matters to whoever
// uploads a path only after what it refers to.
const layers = 20

func makeClosure(name string, n, files, size int) closure {
	c := closure{name: name}
	for i := range n {
		id := sha256.Sum256(fmt.Appendf(nil, "flywheel bench %s %d", name, i))
		c.paths = append(c.paths, storePath{
			name: nixbase32.EncodeToString(id[:20]) + fmt.Sprintf("-%s-%d", name, i), files: files, size: size, refs: refsOf(i, n),
		})
	}
	return c
}

// refsOf are the paths that the i-th of n refers to: some of the layer below, and the last,
// whose closure is all, to all of the highest layer.
func refsOf(i, n int) (refs []int) {
	width := max(1, (n-1)/layers)
	layer := i / width
	below := (layer - 1) * width
	switch {
	case i == 0:
	case i == n-1:
		for j := below; j < i; j++ {
			refs = append(refs, j)
		}
	case layer > 0:
		for k := range 4 {
			refs = append(refs, below+(i%width*(k*k+1)+k)%width)
		}
	}
	slices.Sort(refs)
	return slices.Compact(refs)
}

// top is the path whose closure is all of it.
func (c closure) top() string { return "/nix/store/" + c.paths[len(c.paths)-1].name }

// bytes is the size of all files.
func (c closure) bytes() (sum int64) {
	for _, p := range c.paths {
		sum += int64(p.files) * int64(p.size)
	}
	return sum
}

// write makes the files of a path below the store directory, as Nix keeps them:
// read-only, with one time.
func (p storePath) write(storeDir string, seed uint64, refs []string) error {
	path := filepath.Join(storeDir, p.name)
	if p.files == 1 {
		return writeFile(path, p.size, seed, refs)
	}
	if err := os.Mkdir(path, 0o755); err != nil {
		return err
	}
	for i := range p.files {
		dir := filepath.Join(path, fmt.Sprintf("d%02d", i/100))
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		if err := writeFile(filepath.Join(dir, fmt.Sprintf("f%d", i)), p.size, seed+uint64(i)<<32, nil); err != nil {
			return err
		}
	}
	return seal(path)
}

func writeFile(path string, size int, seed uint64, refs []string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o444)
	if err != nil {
		return err
	}
	defer f.Close()
	for _, ref := range refs {
		if _, err := fmt.Fprintln(f, "/nix/store/"+ref); err != nil {
			return err
		}
	}
	if err := writeContent(f, size, seed); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Chtimes(path, time.Unix(1, 0), time.Unix(1, 0))
}

// writeContent writes pseudo-random blocks of 64 bytes, of which every second repeats
// one of the last 256: zstd halves it.
func writeContent(w io.Writer, size int, seed uint64) error {
	const block, kept = 64, 256
	r := rand.New(rand.NewPCG(seed, 0))
	var past [kept][block]byte
	out := make([]byte, 0, 64<<10)
	for i := 0; size > 0; i++ {
		b := &past[r.IntN(kept)]
		if i%2 == 0 {
			for j := 0; j < block; j += 8 {
				binary.LittleEndian.PutUint64(b[j:], r.Uint64())
			}
		}
		n := min(block, size)
		out, size = append(out, b[:n]...), size-n
		if len(out)+block > cap(out) || size == 0 {
			if _, err := w.Write(out); err != nil {
				return err
			}
			out = out[:0]
		}
	}
	return nil
}

// seal makes directories read-only and gives them Nix's time, from below.
func seal(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.IsDir() {
			if err := seal(filepath.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	if err := os.Chtimes(dir, time.Unix(1, 0), time.Unix(1, 0)); err != nil {
		return err
	}
	return os.Chmod(dir, 0o555)
}
