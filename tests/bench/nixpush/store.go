package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/nix-community/go-nix/pkg/nar"
)

// store is a Nix store below a directory, whose paths begin with /nix/store all the same.
type store struct {
	root string
	nix  string
	home string
}

// dir is where the files of store paths really are.
func (s store) dir() string { return filepath.Join(s.root, "nix", "store") }

// add makes a closure and registers it.
func (s store) add(ctx context.Context, c closure) error {
	if err := os.MkdirAll(s.dir(), 0o755); err != nil {
		return err
	}
	var registration bytes.Buffer
	for i, p := range c.paths {
		if err := ctx.Err(); err != nil {
			return err
		}
		var refs []string
		for _, r := range p.refs {
			refs = append(refs, c.paths[r].name)
		}
		if err := p.write(s.dir(), uint64(i)+1, refs); err != nil {
			return fmt.Errorf("making store path %s: %w", p.name, err)
		}
		if err := s.register(&registration, p.name, refs); err != nil {
			return err
		}
	}
	cmd := exec.CommandContext(ctx, filepath.Join(filepath.Dir(s.nix), "nix-store"), "--store", s.root, "--load-db")
	cmd.Env, cmd.Stdin = s.env(), &registration
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("registering the closure %s: %w\n%s", c.name, err, out)
	}
	return nil
}

// register writes what nix-store --load-db wants to know of a path.
func (s store) register(w io.Writer, name string, refs []string) error {
	sum := &counter{hash: sha256.New()}
	if err := nar.DumpPath(sum, filepath.Join(s.dir(), name)); err != nil {
		return fmt.Errorf("hashing store path %s: %w", name, err)
	}
	fmt.Fprintf(w, "/nix/store/%s\n%s\n%d\n\n%d\n", name, hex.EncodeToString(sum.hash.Sum(nil)), sum.n, len(refs))
	for _, r := range refs {
		fmt.Fprintf(w, "/nix/store/%s\n", r)
	}
	return nil
}

// env is the environment of the programs that are measured: no user's configuration, and
// caches below home.
func (s store) env() []string {
	return []string{"PATH=" + filepath.Dir(s.nix) + ":/usr/bin:/bin", "HOME=" + s.home, "XDG_CACHE_HOME=" + filepath.Join(s.home, "cache"), "TMPDIR=" + os.TempDir(), "NIXPUSH_NIX=" + s.nix}
}

// forget removes what clients remember of caches.
func (s store) forget() error { return os.RemoveAll(filepath.Join(s.home, "cache")) }
