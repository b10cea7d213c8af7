package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gloriousflywheel/flywheel/tools/internal/programversion"
)

// version is the program's version, the same as the repository's modules.
const version = "0.1.0"

const (
	exitOK    = 0
	exitUsage = 2
	exitError = 3
)

const exitCodes = `
Exit codes:
  0  done
  2  wrong usage or configuration
  3  could not do it: port or data directory in use, data directory of another
     version or not writable, ...`

// command holds the streams of all subcommands.
type command struct {
	stdin          io.Reader
	stdout, stderr io.Writer
}

// usageError is the user's to mend.
type usageError struct{ error }

// Unwrap is the error itself.
func (e usageError) Unwrap() error { return e.error }

func usage(err error) error {
	if err == nil {
		return nil
	}
	return usageError{err}
}

func (c *command) root(args []string) *cobra.Command {
	root := &cobra.Command{
		Use:           "cached",
		Short:         "Cache server for one machine: Bazel remote cache and Nix binary caches",
		Long:          "cached keeps a Bazel remote cache (gRPC and HTTP) and Nix binary caches in one data directory.\n" + exitCodes,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usage(errors.New("which command? See cached --help"))
		},
	}
	root.SetIn(c.stdin)
	root.SetOut(c.stdout)
	root.SetErr(c.stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage(fmt.Errorf("%w; see %s --help", err, cmd.CommandPath()))
	})
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(c.serve(), c.token(), c.keys(), c.helper(), c.printVersion())
	root.SetArgs(args[1:])
	if strings.TrimSuffix(filepath.Base(args[0]), ".exe") == "cached-credential-helper" {
		root.SetArgs(append([]string{"credential-helper"}, args[1:]...))
	}
	return root
}

// report prints an error and chooses the exit code.
func (c *command) report(err error) int {
	if err == nil {
		return exitOK
	}
	fmt.Fprintln(c.stderr, "cached:", err)
	var u usageError
	if errors.As(err, &u) || strings.HasPrefix(err.Error(), "unknown command") {
		return exitUsage
	}
	return exitError
}

// noArgs is cobra.NoArgs as a usage error.
func noArgs(cmd *cobra.Command, args []string) error { return usage(cobra.NoArgs(cmd, args)) }

func (c *command) printVersion() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(c.stdout, programversion.Text("cached", version))
			return err
		},
	}
}
