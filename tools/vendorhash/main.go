// Command vendorhash keeps go.vendor.json, from which flake.nix takes the hash of
// our Go dependencies: buildGoModule's vendorHash, the hash of what "go mod vendor"
// writes.
//
// "--mode=fix" makes the vendor tree in a temporary directory and writes its hash,
// next to a digest of what the tree follows from. "--mode=check" compares only that
// digest, so that it needs neither Go nor a network.
//
// The program go is the one that $GO names, as Bazel sets it, else the one on PATH.
//
// Exit codes: 0 current, or written; 1 out of date; 2 usage; 3 could not do the job.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("vendorhash", flag.ContinueOnError)
	flags.SetOutput(stderr)
	mode := flags.String("mode", "fix", "fix writes go.vendor.json; check only says whether it is current")
	root := flags.String("root", os.Getenv("BUILD_WORKSPACE_DIRECTORY"), "top directory of the source tree; default $BUILD_WORKSPACE_DIRECTORY, else the working directory")
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: vendorhash [--mode=fix|check] [--root=DIR]\nExit codes: 0 current, or written; 1 out of date; 2 usage; 3 could not do the job.")
		flags.PrintDefaults()
	}
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case flags.NArg() > 0:
		fmt.Fprintf(stderr, "vendorhash: unexpected argument %q\n", flags.Arg(0))
		return 2
	}
	dir, err := filepath.Abs(*root)
	if err != nil {
		fmt.Fprintf(stderr, "vendorhash: finding --root: %v\n", err)
		return 3
	}
	switch *mode {
	case "check":
		return check(dir, stdout, stderr)
	case "fix":
		return fix(ctx, dir, stderr)
	}
	fmt.Fprintf(stderr, "vendorhash: --mode=%s: want fix or check\n", *mode)
	return 2
}

func check(root string, stdout, stderr io.Writer) int {
	in, err := readInputs(root)
	if err != nil {
		fmt.Fprintf(stderr, "vendorhash: %v\n", err)
		return 3
	}
	rec, err := readRecord(root)
	if err != nil {
		fmt.Fprintf(stderr, "vendorhash: %v\n", err)
		return 1
	}
	if rec.Inputs != in.digest() {
		fmt.Fprintf(stdout, "%s: go.mod, go.sum or the packages that tools/ imports have changed since it was written\n", recordName)
		return 1
	}
	return 0
}

func fix(ctx context.Context, root string, stderr io.Writer) int {
	in, err := readInputs(root)
	if err != nil {
		fmt.Fprintf(stderr, "vendorhash: %v\n", err)
		return 3
	}
	hash, err := in.vendorHash(ctx)
	if err != nil {
		fmt.Fprintf(stderr, "vendorhash: %v\n", err)
		return 3
	}
	if err := writeRecord(root, record{V: 1, Inputs: in.digest(), VendorHash: hash}); err != nil {
		fmt.Fprintf(stderr, "vendorhash: %v\n", err)
		return 3
	}
	return 0
}
