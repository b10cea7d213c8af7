// Command terraform-provider-flywheel is the OpenTofu provider "flywheel". It
// is started by tofu, not by hand.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/gloriousflywheel/flywheel/tools/internal/provider"
)

const usage = `Usage: terraform-provider-flywheel [--version]

The OpenTofu provider ` + provider.Address + `.
OpenTofu starts it and talks to it over protocol 6; by hand it only tells its version.

Exit codes: 0 ok, 2 usage, 3 could not serve.

Flags:
`

func main() {
	os.Exit(run(context.Background(), os.Args, os.Stdout, os.Stderr))
}

// run serves the provider until OpenTofu lets go of it; args[0] is the name of
// the program, beside which the server program lies.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("terraform-provider-flywheel", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { fmt.Fprint(stderr, usage); flags.PrintDefaults() }
	version := flags.Bool("version", false, "print the version and exit")
	debug := flags.Bool("debug", false, "serve for a debugger: print TF_REATTACH_PROVIDERS and wait")
	if err := flags.Parse(args[1:]); err != nil {
		if err == flag.ErrHelp {
			return 0
		}
		return 2
	}
	if flags.NArg() > 0 {
		flags.Usage()
		return 2
	}
	if *version {
		fmt.Fprintln(stdout, provider.Version)
		return 0
	}
	return serve(ctx, args[0], *debug, stderr)
}

func serve(ctx context.Context, arg0 string, debug bool, stderr io.Writer) int {
	executable, err := os.Executable()
	if err != nil {
		fmt.Fprintf(stderr, "terraform-provider-flywheel: finding its own program: %v\n", err)
		return 3
	}
	binary := func() string { return provider.BesideProvider(arg0, executable) }
	opts := providerserver.ServeOpts{Address: provider.Address, ProtocolVersion: 6, Debug: debug}
	if err := providerserver.Serve(ctx, provider.New(binary), opts); err != nil {
		fmt.Fprintf(stderr, "terraform-provider-flywheel: serving: %v\n", err)
		return 3
	}
	return 0
}
