package nixpush

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachetarget"
	"github.com/gloriousflywheel/flywheel/tools/internal/nixstore"
	"github.com/gloriousflywheel/flywheel/tools/internal/pushbench"
)

// benchConnections is how many connections a measurement keeps.
const benchConnections = 256

// Bench measures a cache. The result says what was measured, also when there is an error.
func Bench(ctx context.Context, word string, o Options, how pushbench.Options) (*pushbench.Result, error) {
	r, err := bench(ctx, word, o, how)
	if err != nil && ctx.Err() != nil {
		err = errors.New("interrupted: what was uploaded was removed, but for what is listed as left")
		r.Error = err.Error()
	}
	return r, err
}

func bench(ctx context.Context, word string, o Options, how pushbench.Options) (*pushbench.Result, error) {
	nothing := &pushbench.Result{V: pushbench.Version, Cache: word}
	target, err := cachetarget.Resolve(word, o.Config)
	if err != nil {
		return nothing, &UsageError{err}
	}
	nothing.Cache, nothing.URL, nothing.Kind = target.Name, target.URL, string(target.Kind)
	o.Jobs = benchConnections
	b, err := open(ctx, target, o)
	if err != nil {
		return nothing, err
	}
	if err := b.learn(ctx, o); err != nil {
		return nothing, fmt.Errorf("measuring %q: %w", target.Name, err)
	}
	r, err := pushbench.Run(ctx, b.endpoint(), how)
	r.Cache, r.URL, r.Kind = nothing.Cache, nothing.URL, nothing.Kind
	var consent *pushbench.ConsentError
	switch {
	case errors.As(err, &consent):
		return r, &UsageError{fmt.Errorf("cache %q: %w", target.Name, err)}
	case err != nil:
		return r, fmt.Errorf("measuring %q: %w", target.Name, err)
	}
	return r, nil
}

// endpoint is what is measured of a cache.
func (b *backend) endpoint() pushbench.Endpoint {
	if b.attic != nil {
		return pushbench.NewAttic(b.target.URL, b.target.Cache, cmp.Or(b.storeDir, nixstore.StoreDir()), b.http, b.objects)
	}
	return pushbench.NewBinary(b.objects)
}
