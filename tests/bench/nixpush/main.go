// Command nixpush measures tools/nixpush against `nix copy` and, where its program
// is given, `attic push`: the same closures to the same servers in one run. It is what
// "bazel run //tests/bench:nixpush" starts.
package main

import (
	"context"
	"errors"
	"io"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/benchmain"
	"github.com/gloriousflywheel/flywheel/tests/bench/internal/cost"
)

func main() { program().Main() }

func program() benchmain.Program[options] {
	return benchmain.Program[options]{
		Help: help, Parse: parseOptions, Interrupted: "the servers are stopped and their files removed",
		Measure: func(ctx context.Context, o options, stdout, log io.Writer) error {
			r, err := measure(ctx, o, log)
			if err != nil {
				return err
			}
			return r.write(stdout, o.json)
		},
		Finding: func(err error) bool {
			failed, wrong := (*cost.Failed)(nil), (*incomplete)(nil)
			return errors.As(err, &failed) || errors.As(err, &wrong)
		},
	}
}
