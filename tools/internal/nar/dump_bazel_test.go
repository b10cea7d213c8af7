//go:build bazel

package nar_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/nar"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// What Nix itself writes of the same files.
func TestSameAsNix(t *testing.T) {
	nix := testenv.Path(t, "NIX")
	for name, build := range trees() {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "tree")
			build(t, path)
			cmd := exec.Command(nix, "--extra-experimental-features", "nix-command", "nar", "pack", path)
			cmd.Env = append(os.Environ(), "HOME="+t.TempDir())
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			want, err := cmd.Output()
			if err != nil {
				t.Fatalf("nix nar pack: %v\n%s", err, &stderr)
			}
			var got bytes.Buffer
			if err := nar.NewDumper(nar.Options{}).Dump(&got, path); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), want) {
				t.Errorf("%d bytes, Nix writes %d; or others", got.Len(), len(want))
			}
		})
	}
}

func file(t *testing.T, path string, mode os.FileMode, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
}

// trees are kinds of files, in every length at which padding or a buffer changes.
func trees() map[string]func(*testing.T, string) {
	out := map[string]func(*testing.T, string){
		"executable": func(t *testing.T, p string) { file(t, p, 0o755, "#!/bin/sh\n") },
		"executable for its owner alone": func(t *testing.T, p string) { file(t, p, 0o744, "x") },
		"symlink": func(t *testing.T, p string) {
			if err := os.Symlink("../some/where", p); err != nil {
				t.Fatal(err)
			}
		},
		"empty directory": func(t *testing.T, p string) {
			if err := os.Mkdir(p, 0o755); err != nil {
				t.Fatal(err)
			}
		},
		"tree": func(t *testing.T, p string) {
			for _, name := range []string{"B", "a", "a.b", "a/b", "a-b", "ä", "z z", "~nix~case~hack~1", "d/e/f/g"} {
				if name == "a" {
					continue // is a directory
				}
				file(t, filepath.Join(p, name), 0o644, name)
			}
			if err := os.Symlink("gone", filepath.Join(p, "dangling")); err != nil {
				t.Fatal(err)
			}
		},
		"many files": func(t *testing.T, p string) {
			for i := range 3000 {
				name := strings.Repeat("n", i%200) + string(rune('a'+i%26)) + "-" + strings.Repeat("x", i/200)
				file(t, filepath.Join(p, name), 0o644, strings.Repeat("y", i))
			}
		},
	}
	for _, n := range []int{0, 1, 7, 8, 9, 256<<10 - 200, 256 << 10, 1<<20 + 3} {
		out[fmt.Sprintf("file of %d bytes", n)] = func(t *testing.T, p string) { file(t, p, 0o644, strings.Repeat("q", n)) }
	}
	return out
}
