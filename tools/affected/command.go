package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/affected/determine"
	"github.com/gloriousflywheel/flywheel/tools/affected/gitdiff"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/output"
	"github.com/gloriousflywheel/flywheel/tools/affected/store"
	"github.com/spf13/cobra"
)

const long = `affected prints the labels of the targets that a change affects, one a line.

It compares --head with where its history left --base, and asks Bazel only about
packages whose BUILD or .bzl files changed; changed sources need no Bazel at all.
What is known of the base is kept in a snapshot, made once in a private directory,
or by "affected snapshot" in a job of the main branch and found through --store.
Where it cannot tell it takes more targets, never fewer, and says so on stderr.
--exact asks Bazel for the actions of what the change reaches, and leaves out what
is made by the same actions from the same files as before.

Formats: labels; json (all that is known); github (any= and matrix= for
$GITHUB_OUTPUT); gitlab (a child pipeline); pattern-file (for bazel's
--target_pattern_file); dot (the graph of what is affected, for Graphviz).

Standard output is the answer alone; progress and a summary are on standard error.

Exit codes: 0 done, also when nothing is affected; 1 done, but the head has packages
that cannot be loaded: they count as affected; 2 wrong usage, no workspace or repository, no
such revision, unrelated histories, or a clone too shallow; 3 could not be done.`

const snapshotLong = `snapshot makes and keeps the snapshot of --base, for later runs, and prints its name.

It is kept in --snapshots and in each --store. With --exact it has the actions too.
For a job of the main branch: affected snapshot --base=HEAD --store=URL. A store that
cannot be written is exit code 3 here; without "snapshot" it is only said.`

// command holds the flags.
type command struct {
	stdout, stderr io.Writer
	options        determine.Options
	view           output.View
	filter         output.Filter
	configs        []string
	kind, why      string
	snapshots      string
	stores         []string
	credentials    store.Credentials
	tls            store.TLS
	chain          *store.Chain
	readOnly       bool
	maxSize        int64
	quiet          bool
	failures       bool
}

// A usageError is the user's.
type usageError struct{ error }

func (c *command) root() *cobra.Command {
	root := &cobra.Command{
		Use: "affected", Short: "Prints the targets that a change affects", Long: long,
		Args: noArguments, SilenceErrors: true, SilenceUsage: true,
		RunE: func(cmd *cobra.Command, _ []string) error { return c.affected(cmd.Context()) },
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	p := root.PersistentFlags()
	p.StringVar(&c.options.Workspace, "workspace", "", "directory of the Bazel workspace (that of bazel run, else the nearest one above the working directory)")
	p.StringVar(&c.options.Base, "base", "origin/main", "revision that the change starts from")
	p.StringVar(&c.options.Bazel, "bazel", "", "Bazel program (the workspace's tools/bazel, else bazelisk or bazel on PATH)")
	p.StringArrayVar(&c.options.Flags, "bazel-flag", nil, "flag for Bazel, as of your builds; can be repeated")
	p.StringArrayVar(&c.configs, "config", nil, "the same as --bazel-flag=--config=NAME")
	p.StringVar(&c.options.Cache, "cache", "", "directory for snapshots, and for looking at commits ($XDG_CACHE_HOME or ~/.cache, flywheel/affected)")
	p.StringVar(&c.snapshots, "snapshots", "", "directory for snapshots alone, such as one that CI carries from job to job")
	p.Int64Var(&c.maxSize, "snapshots-max-mib", 1024, "size of all snapshots at most, in MiB; the oldest go")
	p.StringArrayVar(&c.stores, "store", nil, "further place of snapshots: a directory, http[s]:// or grpc[s]:// of a Bazel remote cache, s3://; can be repeated, in the order of asking")
	p.BoolVar(&c.readOnly, "store-read-only", false, "put no snapshots into the places of --store")
	p.StringVar(&c.credentials.TokenFile, "store-token-file", os.Getenv("FLYWHEEL_TOKEN_FILE"), "file with the bearer token for servers of --store ($FLYWHEEL_TOKEN_FILE; without, the host's entry in ~/.netrc)")
	p.StringVar(&c.credentials.Helper, "store-credential-helper", "", "program that tells the headers for them, by Bazel's credential helper protocol")
	p.StringVar(&c.tls.Authority, "store-tls-certificate", "", "file of the certificates that servers of --store are signed by (those that the machine trusts)")
	p.StringVar(&c.tls.Certificate, "store-tls-client-certificate", "", "file of the certificate to show them")
	p.StringVar(&c.tls.Key, "store-tls-client-key", "", "file of its key")
	p.BoolVar(&c.quiet, "quiet", false, "print no progress")
	f := root.Flags()
	f.StringVar(&c.options.Head, "head", "HEAD", "revision that it ends at, or WORKTREE: the files on disk, not ignored")
	p.BoolVar(&c.options.Exact, "exact", false, "leave out what is reached and made by the same actions as before; of snapshot: for that, keep the actions")
	f.BoolVar(&c.options.MergeBase, "merge-base", true, "compare with the common ancestor of base and head; false: with the base itself")
	f.StringVar(&c.view.Format, "format", "labels", "one of "+strings.Join(output.Formats(), ", "))
	f.BoolVar(&c.view.Stacks, "stacks", false, "environments of stacks instead of targets")
	f.BoolVar(&c.view.Deleted, "deleted", false, "deleted targets instead of affected ones")
	f.BoolVar(&c.view.Distance, "distance", false, "with each label, how many dependencies the change is away")
	f.BoolVar(&c.filter.Tests, "tests", false, "tests only")
	f.StringVar(&c.kind, "kind", "", `targets whose kind, such as "genrule rule" or "source file", matches this regular expression (rules)`)
	f.StringSliceVar(&c.filter.Universe, "universe", nil, "target patterns to choose from, such as //a/...,-//a/b:c (//...)")
	f.StringVar(&c.why, "why", "", "say why this label is affected: what changed, and the shortest way from there")
	root.AddCommand(c.snapshot())
	return root
}

func (c *command) snapshot() *cobra.Command {
	return &cobra.Command{
		Use: "snapshot", Short: "Makes and keeps the snapshot of --base, for later runs", Long: snapshotLong, Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := c.prepare(); err != nil {
				return err
			}
			c.options.Head = c.options.Base
			made, key, err := determine.Snapshot(cmd.Context(), c.options)
			if err == nil && !made {
				c.progress("there is a snapshot of it already")
			}
			if err == nil {
				fmt.Fprintln(c.stdout, key.Name())
				err = c.chain.Failed() // It was to be there for others.
			}
			return err
		},
	}
}

func noArguments(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError{fmt.Errorf("there is an argument %q, and none is wanted: revisions are given by --base and --head, targets by --universe", args[0])}
	}
	return nil
}

func (c *command) progress(text string) {
	if !c.quiet || strings.HasPrefix(text, "note: ") {
		fmt.Fprintln(c.stderr, "affected: "+text)
	}
}

// prepare completes the options.
func (c *command) prepare() (err error) {
	o := &c.options
	o.Progress = c.progress
	for _, name := range c.configs {
		o.Flags = append(o.Flags, "--config="+name)
	}
	if o.Workspace, err = workspace(o.Workspace); err != nil {
		return err
	}
	if o.Cache == "" {
		dir, err := os.UserCacheDir()
		if err != nil {
			return fmt.Errorf("choosing the cache directory: %w: give --cache=DIR", err)
		}
		o.Cache = filepath.Join(dir, "flywheel", "affected")
	}
	if o.Cache, err = filepath.Abs(o.Cache); err != nil {
		return fmt.Errorf("choosing the cache directory: %w", err)
	}
	if c.snapshots == "" {
		c.snapshots = filepath.Join(o.Cache, "snapshots")
	}
	return c.openStores()
}

// openStores puts the directory of snapshots before the places of --store.
func (c *command) openStores() error {
	options := store.Options{Credentials: c.credentials, TLS: c.tls, MaxBytes: c.maxSize << 20}
	c.chain = &store.Chain{Note: func(text string) { c.progress("note: " + text) }}
	for i, name := range append([]string{c.snapshots}, c.stores...) {
		backend, err := store.Open(name, options)
		if err != nil {
			return usageError{err}
		}
		_, local := backend.(store.Dir)
		c.chain.Stores = append(c.chain.Stores, &store.Named{Backend: backend, Name: name, Local: local, ReadOnly: i > 0 && c.readOnly})
	}
	c.options.Store = c.chain
	return nil
}

// workspace is the given directory, that of "bazel run", or the nearest one above
// that is a Bazel workspace.
func workspace(given string) (string, error) {
	if given != "" {
		return filepath.Abs(given)
	}
	if dir := os.Getenv("BUILD_WORKSPACE_DIRECTORY"); dir != "" {
		return dir, nil
	}
	start, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("finding the workspace: %w", err)
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		for _, name := range []string{"MODULE.bazel", "WORKSPACE", "WORKSPACE.bazel"} {
			if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
				return dir, nil
			}
		}
		if dir == filepath.Dir(dir) {
			return start, nil // To be refused with the reason.
		}
	}
}

func (c *command) affected(ctx context.Context) error {
	start := time.Now()
	if err := c.check(); err != nil {
		return usageError{err}
	}
	if err := c.prepare(); err != nil {
		return err
	}
	r, err := determine.Run(ctx, c.options)
	if err != nil {
		return err
	}
	c.failures = len(r.Failures) > 0
	for _, f := range r.Failures {
		fmt.Fprintln(c.stderr, "affected: error: "+f)
	}
	rep := output.New(r, c.filter)
	if c.why != "" {
		err = c.explain(r)
	} else {
		err = output.Write(c.stdout, rep, c.view)
	}
	c.progress(summary(r, rep, time.Since(start)))
	return err
}

func (c *command) check() (err error) {
	if c.kind != "" {
		if c.filter.Kind, err = regexp.Compile(c.kind); err != nil {
			return fmt.Errorf("--kind: %w", err)
		}
	}
	if err := output.Write(io.Discard, output.Report{}, c.view); err != nil {
		return err
	}
	return c.filter.Check()
}

func (c *command) explain(r *determine.Result) error {
	label := graph.Canonical(c.why)
	if !strings.Contains(label, ":") {
		label += ":" + label[strings.LastIndex(label, "/")+1:]
	}
	path, reason := r.Path(label)
	if path == nil {
		if r.After.Node(label) == nil && r.Before.Node(label) == nil {
			return usageError{fmt.Errorf("--why: there is no target %s", c.why)}
		}
		_, err := fmt.Fprintf(c.stdout, "%s is not affected\n", label)
		return err
	}
	fmt.Fprintln(c.stdout, reason)
	for _, step := range path {
		fmt.Fprintln(c.stdout, "  "+step)
	}
	return nil
}

func summary(r *determine.Result, rep output.Report, took time.Duration) string {
	what := fmt.Sprintf("%d of %d targets affected", len(rep.Targets), rep.Total)
	if len(rep.Targets) == 0 {
		what = fmt.Sprintf("nothing affected, of %d targets", rep.Total)
	}
	if len(r.Changes) == 0 {
		return "nothing affected: no file differs"
	}
	if len(rep.Deleted) > 0 {
		what += fmt.Sprintf(", %d deleted", len(rep.Deleted))
	}
	return fmt.Sprintf("%s by %d changed files; Bazel looked at %d times; %.2f s", what, len(r.Changes), r.Queries, took.Seconds())
}

// report turns an error into the exit code, after printing it.
func (c *command) report(ctx context.Context, err error) int {
	var usage usageError
	var revision *gitdiff.RevisionError
	switch {
	case err == nil && c.failures:
		return 1
	case err == nil:
		return 0
	case ctx.Err() != nil:
		fmt.Fprintln(c.stderr, "affected: interrupted")
		return 3
	}
	fmt.Fprintln(c.stderr, "affected: error: "+err.Error())
	if errors.As(err, &usage) || errors.As(err, &revision) || errors.Is(err, gitdiff.ErrNotRepository) || errors.Is(err, determine.ErrNotWorkspace) {
		return 2
	}
	return 3
}
