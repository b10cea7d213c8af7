package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gloriousflywheel/flywheel/tools/internal/nixpush"
	"github.com/gloriousflywheel/flywheel/tools/internal/nixspec"
	"github.com/gloriousflywheel/flywheel/tools/internal/nixstore"
	"github.com/gloriousflywheel/flywheel/tools/internal/pushreport"
)

// specVariable names the spec of a target that Bazel runs.
const specVariable = "NIXPUSH_SPEC"

// target is the command of a target of nix_cache_push: what it does stands in its spec,
// flags change how.
func (c *command) target(file string) *cobra.Command {
	var f flags
	w := watchDefaults()
	cmd := &cobra.Command{
		Use:   "bazel run //PACKAGE:NAME[.build|.dry_run|.watch] --",
		Short: "Build what a target names and push its closure",
		Long: `Build what a target of nix_cache_push names and push the closures to its caches. Flakes of the
workspace are evaluated from a copy of the files that the target declares.

--cache takes the place of the caches in the BUILD file.
` + caches + exitCodes,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := nixspec.Read(file)
			if err != nil {
				return usage(err)
			}
			if err := f.finish(); err != nil {
				return err
			}
			t := &targetRun{command: c, spec: s, flags: &f, given: cmd.Flags(), watch: w}
			summary, err := t.run(cmd.Context())
			return c.conclude(&f, summary, err)
		},
	}
	f.add(cmd.Flags())
	cmd.SetFlagErrorFunc(flagError)
	cmd.SetOut(c.stdout)
	cmd.SetErr(c.stderr)
	return cmd
}

// targetRun is one run of a target.
type targetRun struct {
	*command
	spec    *nixspec.Spec
	flags   *flags
	given   *pflag.FlagSet
	watch   nixpush.WatchOptions
	streams nixpush.Streams
}

// run does what the spec says: one push for all items that go by the same options.
func (t *targetRun) run(ctx context.Context) (*pushreport.Summary, error) {
	o := &t.flags.options
	o.DryRun, o.BuildOnly = t.spec.Verb == nixspec.DryRun, t.spec.Verb == nixspec.Build
	all := &pushreport.Summary{V: pushreport.Version, OK: true, DryRun: o.DryRun, Pushes: []pushreport.Push{}, Caches: []pushreport.Cache{}}
	trees, err := t.prepare(o)
	if err != nil {
		return all, err
	}
	defer os.RemoveAll(trees)
	at := place{trees: trees, workspace: os.Getenv("BUILD_WORKSPACE_DIRECTORY"), storeDir: nixstore.StoreDir()}
	var failed []error
	for i, p := range parts(t.spec.Pushes) {
		at.trees = filepath.Join(trees, strconv.Itoa(i))
		requests, err := p.requests(at)
		if err != nil {
			return all, usage(err)
		}
		for i := range requests {
			switch {
			case o.BuildOnly: // needs no cache, and so no configuration
				requests[i].Caches = []string{}
			case len(t.flags.caches) > 0:
				requests[i].Caches = t.flags.caches
			}
		}
		failed = append(failed, p.explained(t.push(ctx, requests, p.options(*o, t.given.Changed), all)))
		if ctx.Err() != nil {
			break
		}
	}
	err = errors.Join(failed...)
	all.OK = err == nil
	return all, err
}

// prepare finds the program and makes a directory for copies of flakes.
func (t *targetRun) prepare(o *nixpush.Options) (string, error) {
	var err error
	if t.streams, err = t.flags.streams(t.stderr); err != nil {
		return "", err
	}
	given := ""
	if t.given.Changed("nix") {
		given = o.Nix
	}
	if o.Nix, err = nixProgram(t.spec, given); err != nil {
		return "", err
	}
	trees, err := os.MkdirTemp("", "nixpush-flakes-")
	if err != nil {
		return "", fmt.Errorf("making a directory for flakes: %w", err)
	}
	return trees, nil
}

// push does the requests of a part and adds what it did to the summary.
func (t *targetRun) push(ctx context.Context, requests []nixpush.Request, o nixpush.Options, all *pushreport.Summary) error {
	if t.spec.Verb == nixspec.Watch {
		for _, r := range requests {
			if err := t.watching(ctx, r, o, all); err != nil {
				return err
			}
		}
	}
	summary, err := nixpush.Push(ctx, requests, o, t.streams)
	all.Join(summary)
	return err
}

// watching builds what a request names while everything that is built goes to its caches. What was there
// before is left to the push that follows.
func (t *targetRun) watching(ctx context.Context, r nixpush.Request, o nixpush.Options, all *pushreport.Summary) error {
	if len(r.Installables) == 0 {
		return nil
	}
	build := o
	build.BuildOnly = true
	w := t.watch
	w.Caches = r.Caches
	w.Run = func(ctx context.Context) error {
		_, err := nixpush.Push(ctx, []nixpush.Request{r}, build, t.streams)
		return err
	}
	summary, err := nixpush.Watch(ctx, w, o, t.streams)
	summary.Pushes = nil // the push that follows names it
	all.Join(summary)
	return err
}
