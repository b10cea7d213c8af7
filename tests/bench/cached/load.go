package main

import (
	"context"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// The numbers of clients at a time: Bazel and Nix have many requests for small
// blobs under way, and few for large ones.
const (
	smallClients = 16
	largeClients = 4
)

// each calls do once for each of 0 to n-1, with as many at a time as there are
// clients. It stops at the first error.
func each[C any](ctx context.Context, clients []C, n int, do func(c C, i int) error) error {
	group, ctx := errgroup.WithContext(ctx)
	var next atomic.Int64
	for _, c := range clients {
		group.Go(func() error {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return nil
				}
				if err := do(c, i); err != nil {
					return err
				}
			}
			return ctx.Err()
		})
	}
	return group.Wait()
}
