// Command nixpush measures tools/nixpush against `nix copy` and, where its program
// is given, `attic push`: the same closures to the same servers in one run. It is what
// "bazel run //tests/bench:nixpush" starts.
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
	r, err := measure(ctx, o, stderr)
	if err == nil {
		err = r.write(stdout, o.json)
	}
	failed, wrong := (*cost.Failed)(nil), (*incomplete)(nil)
	switch {
	case err == nil:
		return exitOK
	case ctx.Err() != nil:
		fmt.Fprintln(stderr, "bench: interrupted; the servers are stopped and their files removed")
		return exitFailed
	case errors.As(err, &failed), errors.As(err, &wrong):
		fmt.Fprintf(stderr, "bench: %v\n", err)
		return exitFinding
	}
	fmt.Fprintf(stderr, "bench: %v\n", err)
	return exitFailed
}
