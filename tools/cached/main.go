// Command cached is a cache server for one machine: a Bazel remote cache and
// Nix binary caches in one program and one data directory.
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
	code := run(ctx, os.Args, os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is main without the process: args[0] is the program's name, since
// cached-credential-helper is another name of it.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	c := &command{stdin: stdin, stdout: stdout, stderr: stderr}
	root := c.root(args)
	return c.report(root.ExecuteContext(ctx))
}
