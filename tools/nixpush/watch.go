package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gloriousflywheel/flywheel/tools/internal/nixpush"
)

func (c *command) watchStore() *cobra.Command {
	var f flags
	w := watchDefaults()
	cmd := &cobra.Command{
		Use:   "watch-store CACHE[,CACHE…] [-- COMMAND ARG…]",
		Short: "Push what is added to the store, as it is added",
		Long: `Watch the store and push each path that is added to it, with its closure: until SIGINT or
SIGTERM, after which the rest is pushed, or as long as a command runs.

  nixpush watch-store main
  nixpush watch-store main -- nix build .#everything

The exit code is that of the command, if that is not 0.
` + caches + exitCodes,
		RunE: func(cmd *cobra.Command, args []string) error {
			argv, err := c.watchArgs(cmd, &f, &w, args)
			if err != nil {
				return err
			}
			streams, err := f.streams(c.stderr)
			if err != nil {
				return err
			}
			var code int
			if len(argv) > 0 {
				w.Run = func(ctx context.Context) (err error) {
					code, err = c.wrap(ctx, argv)
					return err
				}
			}
			summary, err := nixpush.Watch(cmd.Context(), w, f.options, streams)
			if err := c.conclude(&f, summary, err); code == 0 {
				return err
			} else if err != nil {
				fmt.Fprintln(c.stderr, "nixpush:", err)
			}
			return ended{code}
		},
	}
	f.add(cmd.Flags())
	cmd.Flags().StringSliceVar(&w.Exclude, "exclude", w.Exclude, "pattern of names, without the hash, that are not pushed for themselves; may be repeated")
	cmd.Flags().DurationVar(&w.Quiet, "debounce", w.Quiet, "how long nothing must be added before a batch is pushed")
	cmd.Flags().DurationVar(&w.Longest, "batch-wait", w.Longest, "how long a batch waits at most")
	return cmd
}

// watchDefaults are what flags may change. Derivations and sources are taken along by nothing: they are not
// what people substitute.
func watchDefaults() nixpush.WatchOptions {
	return nixpush.WatchOptions{Exclude: []string{"*.drv", "*-source"}, Quiet: time.Second, Longest: 10 * time.Second}
}

// watchArgs sorts arguments; it returns the command to wrap.
func (c *command) watchArgs(cmd *cobra.Command, f *flags, w *nixpush.WatchOptions, args []string) ([]string, error) {
	if err := f.finish(); err != nil {
		return nil, err
	}
	var argv []string
	if dash := cmd.ArgsLenAtDash(); dash >= 0 {
		args, argv = args[:dash], args[dash:]
		if len(argv) == 0 {
			return nil, usage(errors.New("no command behind --"))
		}
	}
	w.Caches = f.caches
	if len(w.Caches) == 0 && len(args) > 0 {
		w.Caches, args = strings.Split(args[0], ","), args[1:]
	}
	switch {
	case len(w.Caches) == 0:
		return nil, usage(errors.New("which cache? See nixpush watch-store --help"))
	case len(args) > 0:
		return nil, usage(fmt.Errorf("unexpected argument %q: a command stands behind --", args[0]))
	case w.Quiet < 20*time.Millisecond || w.Longest < w.Quiet:
		return nil, usage(errors.New("--debounce must be at least 20ms, and --batch-wait not less than it"))
	}
	for _, pattern := range w.Exclude {
		if _, err := path.Match(pattern, ""); err != nil {
			return nil, usage(fmt.Errorf("--exclude %q: %w", pattern, err))
		}
	}
	return argv, nil
}

// wrap runs a command; it returns its exit code.
func (c *command) wrap(ctx context.Context, argv []string) (int, error) {
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = c.stdin, c.stdout, c.stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = time.Minute
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0, nil
	case errors.As(err, &exit) && exit.ExitCode() > 0:
		return exit.ExitCode(), nil
	}
	return nixpush.ExitError, fmt.Errorf("running %s: %w", argv[0], err)
}
