// Package pushverify reads store paths back from a cache through the protocol that Nix
// substitutes by, and compares them with what was pushed.
package pushverify

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/nix-community/go-nix/pkg/nixbase32"
	"golang.org/x/sync/errgroup"

	"github.com/gloriousflywheel/flywheel/tools/internal/binarycache"
	"github.com/gloriousflywheel/flywheel/tools/internal/narinfo"
	"github.com/gloriousflywheel/flywheel/tools/internal/narpack"
	"github.com/gloriousflywheel/flywheel/tools/internal/nixstore"
)

// Verifier reads paths back.
type Verifier struct {
	// Cache is read.
	Cache binarycache.Objects
	// StoreDir is the directory in the paths' names.
	StoreDir string
	// Trust are the keys one of which must have signed; empty if any will do.
	Trust narinfo.Trust
	// Jobs is how many paths are read at once.
	Jobs int
}

// Problem is a path that is not in the cache as it should be.
type Problem struct {
	Path string
	Err  error
}

// Run reads paths back and returns those that are wrong. An error means that it could
// not look.
func (v *Verifier) Run(ctx context.Context, paths []*nixstore.Path) ([]Problem, error) {
	var mu sync.Mutex
	var problems []Problem
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(v.Jobs)
	for _, p := range paths {
		group.Go(func() error {
			err := v.path(ctx, p)
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			if err != nil {
				mu.Lock()
				defer mu.Unlock()
				problems = append(problems, Problem{v.StoreDir + "/" + p.Base, fmt.Errorf("verifying: %w", err)})
			}
			return nil
		})
	}
	err := group.Wait()
	slices.SortFunc(problems, func(a, b Problem) int { return strings.Compare(a.Path, b.Path) })
	return problems, err
}

// maxNarInfo bounds a .narinfo.
const maxNarInfo = 4 << 20

func (v *Verifier) path(ctx context.Context, p *nixstore.Path) error {
	name := narinfo.HashPart(p.Base) + ".narinfo"
	r, err := v.Cache.Get(ctx, name)
	if errors.Is(err, binarycache.ErrNotFound) {
		return fmt.Errorf("%s is not in the cache", name)
	}
	if err != nil {
		return err
	}
	text, err := io.ReadAll(io.LimitReader(r, maxNarInfo))
	r.Close()
	if err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	info, err := narinfo.Parse(string(text))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := v.compare(info, p); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return v.archive(ctx, info)
}

// compare compares what the cache says of a path with what the store knows.
func (v *Verifier) compare(info *narinfo.Info, p *nixstore.Path) error {
	references := slices.Sorted(slices.Values(info.References))
	switch {
	case info.StoreDir != v.StoreDir || info.Base != p.Base:
		return fmt.Errorf("it is about %s/%s", info.StoreDir, info.Base)
	case info.NarHash != p.NarHash || info.NarSize != p.NarSize:
		return errors.New("it has another NarHash or NarSize than the store")
	case !slices.Equal(references, p.References):
		return errors.New("it has other References than the store")
	case !v.Trust.Empty() && v.Trust.Signer(info) == "":
		return errors.New("it has no valid signature by the cache's key")
	}
	return nil
}

// archive reads an archive and compares it with its hash.
func (v *Verifier) archive(ctx context.Context, info *narinfo.Info) error {
	r, err := v.Cache.Get(ctx, info.URL)
	if err != nil {
		return fmt.Errorf("%s: %w", info.URL, err)
	}
	defer r.Close()
	files, archive := sha256.New(), sha256.New()
	compressed := io.TeeReader(r, files)
	plain, err := narpack.Unpack(info.Compression, compressed)
	if err != nil {
		return fmt.Errorf("%s: %w", info.URL, err)
	}
	defer plain.Close()
	size, err := io.Copy(archive, plain)
	if err == nil { // what stands behind the archive's end
		_, err = io.Copy(io.Discard, compressed)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", info.URL, err)
	}
	if got := narinfo.Hash(archive.Sum(nil)); got != info.NarHash || size != info.NarSize {
		return fmt.Errorf("%s holds another archive: sha256:%s of %d bytes", info.URL, nixbase32.EncodeToString(got[:]), size)
	}
	if got := narinfo.Hash(files.Sum(nil)); info.FileHash != (narinfo.Hash{}) && got != info.FileHash {
		return fmt.Errorf("%s has not the FileHash that the .narinfo says", info.URL)
	}
	return nil
}
