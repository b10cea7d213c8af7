package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gloriousflywheel/flywheel/tools/internal/nixpush"
	"github.com/gloriousflywheel/flywheel/tools/internal/nixstore"
	"github.com/gloriousflywheel/flywheel/tools/internal/pushreport"
)

func (c *command) push() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:   "push CACHE[,CACHE…] INSTALLABLE|STORE-PATH…",
		Short: "Build installables and push their closures",
		Long: `Build installables, as "nix build" takes them, and push their closures, and those of
store paths and of links to them, to caches. "-" stands for store paths on stdin, one a line.

  nixpush push main .#hello ./result
  nixpush push s3://cache?endpoint=minio:9000\&scheme=http --signing-key-file key /nix/store/…
  nix build --print-out-paths | nixpush push main -
` + caches + exitCodes,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.finish(); err != nil {
				return err
			}
			request, err := c.request(&f, args)
			if err != nil {
				return err
			}
			streams, err := f.streams(c.stderr)
			if err != nil {
				return err
			}
			summary, err := nixpush.Push(cmd.Context(), []nixpush.Request{request}, f.options, streams)
			return c.conclude(&f, summary, err)
		},
	}
	f.add(cmd.Flags())
	cmd.Flags().BoolVar(&f.options.DryRun, "dry-run", false, "build and ask, but upload nothing")
	cmd.Flags().BoolVar(&f.options.BuildOnly, "build-only", false, "only build, and print the store paths on stdout")
	return cmd
}

// request sorts arguments.
func (c *command) request(f *flags, args []string) (nixpush.Request, error) {
	caches := f.caches
	if len(caches) == 0 {
		if len(args) == 0 {
			return nixpush.Request{}, usage(errors.New("which cache? See nixpush push --help"))
		}
		caches, args = strings.Split(args[0], ","), args[1:]
	}
	request := nixpush.Request{Caches: caches}
	for _, arg := range args {
		switch path, isPath := storePath(arg); {
		case arg == "-":
			if err := c.read(&request); err != nil {
				return request, err
			}
		case isPath:
			request.StorePaths = append(request.StorePaths, path)
		default:
			request.Installables = append(request.Installables, arg)
		}
	}
	if len(args) == 0 {
		return request, usage(errors.New("push what? Name installables (.#hello), store paths, or - to read paths from stdin"))
	}
	return request, nil
}

// read reads store paths from stdin.
func (c *command) read(request *nixpush.Request) error {
	lines := bufio.NewScanner(c.stdin)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if line == "" {
			continue
		}
		path, isPath := storePath(line)
		if !isPath {
			return usage(fmt.Errorf("stdin: %q is no path in %s", line, nixstore.StoreDir()))
		}
		request.StorePaths = append(request.StorePaths, path)
	}
	return lines.Err()
}

// storePath is the store path that an argument, or a link that it names, is in.
func storePath(arg string) (string, bool) {
	store := nixstore.StoreDir() + "/"
	if !strings.HasPrefix(arg, store) {
		resolved, err := os.Readlink(arg)
		if err != nil || !strings.HasPrefix(resolved, store) {
			if resolved, err = filepath.EvalSymlinks(arg); err != nil || !strings.HasPrefix(resolved, store) {
				return "", false
			}
		}
		arg = resolved
	}
	base, _, _ := strings.Cut(strings.TrimPrefix(arg, store), "/")
	if nixstore.CheckBase(base) != nil { // as /nix/store/….drv^out is
		return "", false
	}
	return store + base, true
}

// conclude says what was done, to people and machines.
func (c *command) conclude(f *flags, summary *pushreport.Summary, err error) error {
	if f.options.BuildOnly && err == nil && !f.json {
		for _, p := range summary.Pushes {
			for _, path := range p.Paths {
				fmt.Fprintln(c.stdout, path)
			}
		}
	}
	summary.Print(c.stderr)
	errs := []error{err}
	if f.json {
		errs = append(errs, summary.Write(c.stdout))
	}
	if f.report != "" {
		errs = append(errs, summary.WriteFile(f.report))
	}
	if f.junit != "" && !f.options.BuildOnly {
		errs = append(errs, summary.WriteJUnit(f.junit))
	}
	if f.markdown != "" && !f.options.BuildOnly {
		errs = append(errs, summary.AppendMarkdown(f.markdown))
	}
	return errors.Join(errs...)
}
