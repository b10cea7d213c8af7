package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gloriousflywheel/flywheel/tools/internal/nixpush"
	"github.com/gloriousflywheel/flywheel/tools/internal/programversion"
)

// version is the program's version, the same as the repository's modules.
const version = "0.1.0"

const exitCodes = `
Exit codes:
  0  done
  1  a path is damaged, vanished or invalid, or does not verify; everything else was pushed
  2  wrong usage or configuration, unknown cache
  3  could not do it: no Nix, refused by the server, network, …
  Where "nix build" failed it is Nix's own.`

const caches = `
CACHE is one of
  NAME, SERVER:NAME        an Attic cache, by ~/.config/attic/config.toml ("nixpush login")
  NAME                     an entry [caches.NAME] of ~/.config/nixpush/config.toml: url,
                           signing-key-files, upstream-keys, token-file or token-command
  https://HOST/PATH        an HTTP binary cache that takes PUT
  attic+https://HOST/NAME  an Attic cache
  s3://BUCKET[/PREFIX]?endpoint=…&region=…&scheme=…&profile=…
  file:///DIRECTORY
and several of them, separated by commas. URLs take Nix's parameters compression,
compression-level, secret-key, secret-keys, priority and want-mass-query.

Tokens come from --token-file, --token-command, NIXPUSH_TOKEN, ATTIC_TOKEN, the
configuration, or a netrc file; S3 credentials from AWS_*, MINIO_*, ~/.aws or the machine's
role. None is ever taken from the command line.
`

// command holds the streams of all subcommands.
type command struct {
	stdin          io.Reader
	stdout, stderr io.Writer
}

func usage(err error) error {
	if err == nil {
		return nil
	}
	return &nixpush.UsageError{Err: err}
}

func flagError(cmd *cobra.Command, err error) error {
	return usage(fmt.Errorf("%w; see %s --help", err, cmd.CommandPath()))
}

func (c *command) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "nixpush",
		Short:         "Push Nix store paths and their closures to caches",
		Long:          "nixpush builds Nix installables and pushes their closures to Nix caches.\n" + caches + exitCodes,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noArgs,
		RunE: func(*cobra.Command, []string) error {
			return usage(errors.New("which command? See nixpush --help"))
		},
	}
	root.SetIn(c.stdin)
	root.SetOut(c.stdout)
	root.SetErr(c.stderr)
	root.SetFlagErrorFunc(flagError)
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(c.push(), c.watchStore(), c.bench(), c.login(), c.printVersion())
	return root
}

// ended is an exit code by itself: everything has been said.
type ended struct{ code int }

// Error implements error.
func (e ended) Error() string { return fmt.Sprintf("exit code %d", e.code) }

// report prints an error and chooses the exit code.
func (c *command) report(err error) int {
	var e ended
	switch {
	case err == nil:
		return nixpush.ExitOK
	case errors.As(err, &e):
		return e.code
	}
	for line := range strings.Lines(err.Error()) {
		fmt.Fprintln(c.stderr, "nixpush:", strings.TrimRight(line, "\n"))
	}
	if strings.HasPrefix(err.Error(), "unknown command") {
		return nixpush.ExitUsage
	}
	return nixpush.ExitCode(err)
}

// noArgs is cobra.NoArgs as a usage error.
func noArgs(cmd *cobra.Command, args []string) error { return usage(cobra.NoArgs(cmd, args)) }

func (c *command) printVersion() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(c.stdout, programversion.Text("nixpush", version))
			return err
		},
	}
}
