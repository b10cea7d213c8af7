// Command nixpush pushes Nix store paths and their closures to caches: Attic, HTTP
// binary caches, S3, directories.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

func main() {
	debug.SetGCPercent(40) // a closure's description is most of the memory, and lives long
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is main without the process.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	c := &command{stdin: stdin, stdout: stdout, stderr: stderr}
	root := c.root()
	if file := os.Getenv(specVariable); file != "" {
		os.Unsetenv(specVariable) // not for what Nix starts in turn
		root = c.target(file)
	}
	root.SetArgs(args)
	return c.report(root.ExecuteContext(ctx))
}
