// Command affected measures what it costs to find the targets that a change
// affects: by tools/affected, by "bazel query" alone and by target-determinator;
// and how exact the answers are. It is what "bazel run //tests/bench:affected" starts.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/cost"
)

// The exit codes, as --help lists them.
const (
	exitOK     = 0
	exitMissed = 1
	exitUsage  = 2
	exitFailed = 3
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
	w := &world{options: o, log: stderr}
	fmt.Fprintf(stdout, "%s; %s, %d processors\n", time.Now().Format(time.DateOnly), cost.Machine(), runtime.NumCPU())
	part := measureSpeed
	if o.matrix {
		part = measureExactness
	}
	met, err := part(ctx, w, stdout)
	switch {
	case ctx.Err() != nil:
		fmt.Fprintln(stderr, "bench: interrupted; the workspaces are removed")
		return exitFailed
	case err != nil:
		fmt.Fprintf(stderr, "bench: %v\n", err)
		return exitFailed
	case !met:
		return exitMissed
	}
	return exitOK
}

// world is what all parts use.
type world struct {
	options
	log io.Writer
}

func (w *world) progress(format string, args ...any) {
	fmt.Fprintf(w.log, "bench: "+format+"\n", args...)
}
