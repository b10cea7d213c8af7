package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

const (
	exitOK     = 0
	exitUsage  = 2
	exitFailed = 3
)

// workError is an error of the work itself, not of the command line.
type workError struct{ error }

func (e workError) Unwrap() error { return e.error }

// run is the whole program.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := &cobra.Command{
		Use:   "tofuschema",
		Short: "Snapshots of the schemas of OpenTofu providers",
		Long: `A snapshot is what one version of a provider itself says about its schema, without
descriptions, in a small file. Checks are made against it without the provider.

Exit codes: 0 ok; 2 bad usage; 3 could not do the job.`,
		SilenceErrors: true, SilenceUsage: true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.AddCommand(capture(), show(stdout))
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	fmt.Fprintf(stderr, "tofuschema: %v\n", err)
	if _, ok := errors.AsType[workError](err); ok {
		return exitFailed
	}
	fmt.Fprintln(stderr, `Try "tofuschema --help".`)
	return exitUsage
}

// work makes a command's errors those of the work.
func work(do func(cmd *cobra.Command, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		if err := do(cmd, args); err != nil {
			return workError{err}
		}
		return nil
	}
}
