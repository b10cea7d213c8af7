// Command validate measures what it costs to check modules: by tofurun, as the
// rules' actions do it, and by "tofu init" and "tofu validate", as it is done
// elsewhere. It is what "bazel run //tests/bench:validate" starts.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/cost"
)

// The exit codes, as --help lists them.
const (
	exitOK = iota
	exitFinding
	exitUsage
	exitFailed
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the whole program; it returns the exit code.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	o, err := parseOptions(args, getenv)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, help)
		return exitOK
	}
	if err != nil {
		fmt.Fprintf(stderr, "bench: %v\nSee --help.\n", err)
		return exitUsage
	}
	err = measure(ctx, o, stdout, stderr)
	switch wrong, failed := (*wrongVerdict)(nil), (*cost.Failed)(nil); {
	case err == nil:
		return exitOK
	case ctx.Err() != nil:
		fmt.Fprintln(stderr, "bench: interrupted; the files made are removed")
		return exitFailed
	case errors.As(err, &wrong), errors.As(err, &failed):
		fmt.Fprintf(stderr, "bench: %v\n", err)
		return exitFinding
	}
	fmt.Fprintf(stderr, "bench: %v\n", err)
	return exitFailed
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
