package pushrun_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/nix-community/go-nix/pkg/nar"
	"github.com/nix-community/go-nix/pkg/nixbase32"

	"github.com/gloriousflywheel/flywheel/tools/internal/nixstore"
	"github.com/gloriousflywheel/flywheel/tools/internal/pushrun"
)

// world is a store with a random closure.
type world struct {
	t      *testing.T
	random *rand.Rand
	store  pushrun.Store
	paths  []*nixstore.Path
}

// newWorld makes a store with up to 60 paths, in an order in which each comes after those
// that it references. Some reference themselves, some are larger than what is archived in
// one piece, some are directories.
func newWorld(t *testing.T, seed uint64) *world {
	t.Helper()
	w := &world{t: t, random: rand.New(rand.NewPCG(seed, 1)), store: pushrun.Store{StoreDir: "/nix/store", RealDir: t.TempDir()}}
	for i := range 5 + w.random.IntN(55) {
		own := sha256.Sum256(fmt.Appendf(nil, "%d %d", seed, i))
		p := &nixstore.Path{Base: nixbase32.EncodeToString(own[:20]) + fmt.Sprintf("-path-%d", i)}
		for range min(i, w.random.IntN(5)) {
			p.References = append(p.References, w.paths[w.random.IntN(i)].Base)
		}
		if w.random.IntN(10) == 0 {
			p.References = append(p.References, p.Base)
		}
		slices.Sort(p.References)
		p.References = slices.Compact(p.References)
		w.files(p, i)
		w.paths = append(w.paths, p)
	}
	return w
}

// files makes the files of a path, and says what the store records of them.
func (w *world) files(p *nixstore.Path, i int) {
	w.t.Helper()
	place, size := w.real(p), w.random.IntN(3000)
	if w.random.IntN(20) == 0 {
		size = 2<<20 + w.random.IntN(2<<20)
	}
	if w.random.IntN(3) == 0 {
		if err := os.Mkdir(place, 0o755); err != nil {
			w.t.Fatal(err)
		}
		place = filepath.Join(place, "file")
	}
	text := strings.Repeat(fmt.Sprintf("content of %d, %d\n", i, size), 1+size/20)
	if w.random.IntN(8) == 0 {
		text = strings.Repeat("the same in several paths\n", 1+size/20)
	}
	if err := os.WriteFile(place, []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
	var archive bytes.Buffer
	if err := nar.DumpPath(&archive, w.real(p)); err != nil {
		w.t.Fatal(err)
	}
	p.NarHash, p.NarSize = sha256.Sum256(archive.Bytes()), int64(archive.Len())
}

func (w *world) real(p *nixstore.Path) string { return filepath.Join(w.store.RealDir, p.Base) }

// alone reports whether no other path has the same content.
func (w *world) alone(p *nixstore.Path) bool {
	return !slices.ContainsFunc(w.paths, func(other *nixstore.Path) bool { return other != p && other.NarHash == p.NarHash })
}

// damage changes the files of a path; it returns a function that repairs them.
func (w *world) damage(p *nixstore.Path) (repair func()) {
	w.t.Helper()
	file := w.real(p)
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		file = filepath.Join(file, "file")
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		w.t.Fatal(err)
	}
	write := func(data []byte) {
		if err := os.WriteFile(file, data, 0o644); err != nil {
			w.t.Fatal(err)
		}
	}
	bad := slices.Clone(whole)
	switch w.random.IntN(3) {
	case 0:
		bad[w.random.IntN(len(bad))] ^= 1
	case 1:
		bad = bad[1:]
	case 2:
		bad = append(bad, 'x')
	}
	write(bad)
	return func() { write(whole) }
}

// visibleWithout are the names that can be visible when those in failed are not: all that
// do not reference one of them, directly or not.
func (w *world) visibleWithout(failed map[string]bool) map[string]bool {
	visible := map[string]bool{}
	for _, p := range w.paths {
		visible[p.Base] = !failed[p.Base] && !slices.ContainsFunc(p.References, func(r string) bool { return r != p.Base && !visible[r] })
	}
	for base, is := range visible {
		if !is {
			delete(visible, base)
		}
	}
	return visible
}
