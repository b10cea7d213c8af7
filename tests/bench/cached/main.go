// Command cached measures the cache server tools/cached against nginx's DAV
// module, in one run on one machine, with the same client. It is what
// "bazel run //tests/bench:cached" starts.
package main

import (
	"context"
	"errors"
	"io"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/benchmain"
)

func main() { program().Main() }

func program() benchmain.Program[options] {
	return benchmain.Program[options]{
		Help: help, Parse: parseOptions, Interrupted: "the servers are stopped and their files removed",
		Measure: func(ctx context.Context, o options, stdout, log io.Writer) error {
			results, err := measure(ctx, o, log)
			if err != nil {
				return err
			}
			return results.write(stdout, o.json)
		},
		Finding: func(err error) bool {
			var wrong *wrongAnswer
			return errors.As(err, &wrong)
		},
	}
}
