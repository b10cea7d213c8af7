// Command affected measures what it costs to find the targets that a change
// affects: by tools/affected, by "bazel query" alone and by target-determinator;
// and how exact the answers are. It is what "bazel run //tests/bench:affected" starts.
package main

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"time"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/benchmain"
	"github.com/gloriousflywheel/flywheel/tests/bench/internal/cost"
)

func main() { program().Main() }

func program() benchmain.Program[options] {
	return benchmain.Program[options]{
		Help: help, Parse: parseOptions, Measure: measureAll, Interrupted: "the workspaces are removed",
		Finding: func(error) bool { return false },
	}
}

func measureAll(ctx context.Context, o options, stdout, log io.Writer) error {
	w := &world{options: o, log: log}
	fmt.Fprintf(stdout, "%s; %s, %d processors\n", time.Now().Format(time.DateOnly), cost.Machine(), runtime.NumCPU())
	part := measureSpeed
	switch {
	case o.matrix:
		part = measureExactness
	case o.repository != "":
		part = measureHistory
	}
	met, err := part(ctx, w, stdout)
	switch {
	case err != nil:
		return err
	case !met:
		return benchmain.Missed{}
	}
	return ctx.Err()
}

// world is what all parts use.
type world struct {
	options
	log io.Writer
}

func (w *world) progress(format string, args ...any) {
	fmt.Fprintf(w.log, "bench: "+format+"\n", args...)
}
