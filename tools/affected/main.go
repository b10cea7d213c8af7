// Command affected prints the targets of a Bazel workspace that a change affects,
// and the environments of stacks that it makes necessary to plan or to destroy.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is main without the process. It returns the exit code: 0 done, 1 done, but
// the head cannot be loaded whole, 2 wrong usage, 3 could not be done.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	c := &command{stdout: stdout, stderr: stderr}
	root := c.root()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	return c.report(ctx, root.ExecuteContext(ctx))
}
