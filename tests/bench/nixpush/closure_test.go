package main

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nix-community/go-nix/pkg/nar"
)

func TestEveryPathIsReachedFromTheTop(t *testing.T) {
	for _, n := range []int{1, 2, 20, 21, 22, 300, 2000} {
		c := makeClosure("small", n, 1, 10)
		reached := map[int]bool{}
		var visit func(i int)
		visit = func(i int) {
			if reached[i] {
				return
			}
			reached[i] = true
			for _, r := range c.paths[i].refs {
				if r >= i {
					t.Fatalf("path %d of %d refers to %d: references go to earlier ones", i, n, r)
				}
				visit(r)
			}
		}
		visit(n - 1)
		if len(reached) != n {
			t.Errorf("the top's closure has %d of %d paths", len(reached), n)
		}
	}
}

func TestWrittenPathsAreAlikeInEveryRun(t *testing.T) {
	c := makeClosure("tree", 1, 250, 300)
	var sums []string
	for range 2 {
		dir := t.TempDir()
		t.Cleanup(func() { _ = remove(dir); _ = os.Mkdir(dir, 0o700) })
		if err := c.paths[0].write(dir, 7, nil); err != nil {
			t.Fatal(err)
		}
		h := sha256.New()
		if err := nar.DumpPath(h, filepath.Join(dir, c.paths[0].name)); err != nil {
			t.Fatal(err)
		}
		sums = append(sums, string(h.Sum(nil)))
	}
	if sums[0] != sums[1] {
		t.Error("two runs push other content: their figures cannot be compared")
	}
}

func TestContentCompressesByAboutHalf(t *testing.T) {
	var plain strings.Builder
	if err := writeContent(&plain, 1<<20, 1); err != nil {
		t.Fatal(err)
	}
	if plain.Len() != 1<<20 {
		t.Fatalf("%d bytes, want 1 MiB", plain.Len())
	}
	if n := compressed(t, plain.String()); n < 1<<18 || n > 3<<18 {
		t.Errorf("zstd makes %d bytes of 1 MiB: want a quarter to three quarters, as of programs", n)
	}
}
