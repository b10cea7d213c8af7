package nixpush

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/gloriousflywheel/flywheel/tools/internal/narinfo"
	"github.com/gloriousflywheel/flywheel/tools/internal/nixstore"
	"github.com/gloriousflywheel/flywheel/tools/internal/presence"
)

// present tells which paths a cache has. Roots are names of paths that are asked for even
// when the record has them, as are those that paths to be uploaded reference: where one is
// not there any more, the record is worth nothing.
func (b *backend) present(ctx context.Context, paths []*nixstore.Path, roots map[string]bool, record *presence.Record) ([]bool, error) {
	if b.attic != nil {
		return b.presentAttic(ctx, paths)
	}
	there := make([]bool, len(paths))
	var known, unknown, sample []int
	referenced := map[string]bool{}
	for i, p := range paths {
		if record.Has(narinfo.HashPart(p.Base)) {
			known = append(known, i)
			continue
		}
		unknown = append(unknown, i)
		for _, r := range p.References {
			referenced[r] = true
		}
	}
	for _, i := range known {
		if roots[paths[i].Base] || referenced[paths[i].Base] {
			sample = append(sample, i)
		} else {
			there[i] = true
		}
	}
	if err := b.ask(ctx, paths, append(sample, unknown...), there); err != nil {
		return nil, err
	}
	for _, i := range sample {
		if !there[i] {
			record.Forget()
			return there, b.ask(ctx, paths, known, there)
		}
	}
	var found []string
	for i, p := range paths {
		if there[i] {
			found = append(found, narinfo.HashPart(p.Base))
		}
	}
	record.Add(found...)
	return there, nil
}

// questions is how many there are at once for each upload that may be: they are small, and
// far from the server only their number counts.
const questions = 4

// ask asks for each of some paths.
func (b *backend) ask(ctx context.Context, paths []*nixstore.Path, which []int, there []bool) error {
	group, ctx := errgroup.WithContext(ctx)
	next := make(chan int)
	group.Go(func() error {
		defer close(next)
		for _, i := range which {
			select {
			case next <- i:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
		return nil
	})
	for range min(questions*b.jobs, len(which)) {
		group.Go(func() error {
			for i := range next {
				found, err := b.objects.Has(ctx, narinfo.HashPart(paths[i].Base)+".narinfo")
				if err != nil {
					return err
				}
				there[i] = found
			}
			return nil
		})
	}
	return group.Wait()
}

// presentAttic asks for all paths in one request, or a few.
func (b *backend) presentAttic(ctx context.Context, paths []*nixstore.Path) ([]bool, error) {
	hashes := make([]string, len(paths))
	for i, p := range paths {
		hashes[i] = narinfo.HashPart(p.Base)
	}
	missing, err := b.attic.Missing(ctx, hashes)
	there := make([]bool, len(paths))
	for i, hash := range hashes {
		there[i] = !missing[hash]
	}
	return there, err
}
