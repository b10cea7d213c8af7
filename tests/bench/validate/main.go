// Command validate measures what it costs to check modules: by tofurun, as the
// rules' actions do it, and by "tofu init" and "tofu validate", as it is done
// elsewhere. It is what "bazel run //tests/bench:validate" starts.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/benchmain"
	"github.com/gloriousflywheel/flywheel/tests/bench/internal/cost"
)

func main() { program().Main() }

func program() benchmain.Program[options] {
	return benchmain.Program[options]{
		Help: help, Parse: parseOptions, Measure: measure, Interrupted: "the files made are removed",
		Finding: func(err error) bool {
			wrong, failed := (*wrongVerdict)(nil), (*cost.Failed)(nil)
			return errors.As(err, &wrong) || errors.As(err, &failed)
		},
	}
}

// measure makes what the parts need and runs those that are wanted.
func measure(ctx context.Context, o options, stdout, log io.Writer) (err error) {
	dir, err := os.MkdirTemp(o.dir, "fwb-")
	if err != nil {
		return fmt.Errorf("making a directory for modules and mirrors: %w", err)
	}
	defer func() {
		if rerr := os.RemoveAll(dir); err == nil && rerr != nil {
			err = fmt.Errorf("removing what was made: %w", rerr)
		}
	}()
	w := &world{options: o, dir: dir, log: log}
	if err := w.prepare(ctx); err != nil {
		return err
	}
	fmt.Fprintln(stdout, w.heading())
	for _, part := range parts() {
		if !o.wants(part.name) {
			continue
		}
		if err := part.run(ctx, w, stdout); err != nil {
			return err
		}
	}
	return nil
}

// A part is one table of the output.
type part struct {
	name string
	run  func(ctx context.Context, w *world, stdout io.Writer) error
}

func parts() []part {
	return []part{{"kinds", measureKinds}, {"modules", measureModules}, {"bazel", measureBazel}}
}
