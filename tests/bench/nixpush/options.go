package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/runfile"
)

const help = `Usage: bazel run //tests/bench:nixpush [-- flags]

Pushes closures of store paths to caches by nixpush and by "nix copy", in turn, and prints what
each cost: wall time, processor time of the client, its peak memory and the server's requests,
with ratios. The closures are made here, in a store of their own; progress goes to stderr. Both
compress by zstd at their default level, 3, and on all processors; where compression is most of the
work, also at level 1, and "nix copy" as it is without parallel-compression ("serial").

  --paths N          paths of the closure "small", each of 4 KiB, 20 layers deep (default 2000)
  --large N          paths of the closure "large" (default 20)
  --large-size MIB   size of each (default 50)
  --tree-size MIB    size of the one path of the closure "tree", in files of 256 KiB (default 1024)
  --huge N           a fourth closure, of N small paths, to "file" only: memory (default 0, none)
  --latency D        round trip of the far servers (default 20ms)
  --rounds N         rounds; the table has their medians (default 3)
  --only LIST        closures and targets to measure, separated by commas (default all):
                     small large tree; file nginx cached nginx-far cached-far attic
  --peer PATH        the real attic client: measures "attic push" against cached, which speaks
                     its protocol, beside nixpush
  --dir DIR          where stores and servers have their files (default: memory, if there is room)
  --json             results as JSON

Exit codes:
  0  measured
  1  finding: a push failed or left something out
  2  bad command line
  3  could not measure
`

// options say what is measured.
type options struct {
	paths, large, largeMiB, treeMiB, huge, rounds int
	latency                                       time.Duration
	only                                          []string
	dir                                           string
	json                                          bool

	nixpush, nix, cached, nginx string // programs
	attic                       string // empty: not measured
}

func parseOptions(args []string, getenv func(string) string) (options, error) {
	var o options
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.IntVar(&o.paths, "paths", 2000, "")
	flags.IntVar(&o.large, "large", 20, "")
	flags.IntVar(&o.largeMiB, "large-size", 50, "")
	flags.IntVar(&o.treeMiB, "tree-size", 1024, "")
	flags.IntVar(&o.huge, "huge", 0, "")
	flags.IntVar(&o.rounds, "rounds", 3, "")
	flags.DurationVar(&o.latency, "latency", 20*time.Millisecond, "")
	flags.Func("only", "", o.setOnly)
	flags.Func("peer", "", o.setPeer)
	flags.StringVar(&o.dir, "dir", "", "")
	flags.BoolVar(&o.json, "json", false, "")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	for name, n := range map[string]int{"paths": o.paths, "large": o.large, "large-size": o.largeMiB, "tree-size": o.treeMiB, "rounds": o.rounds} {
		if n < 1 {
			return o, fmt.Errorf("--%s %d: want at least 1", name, n)
		}
	}
	if o.latency <= 0 {
		return o, fmt.Errorf("--latency %s: want more than nothing", o.latency)
	}
	for name, path := range map[string]*string{"NIXPUSH": &o.nixpush, "NIX": &o.nix, "CACHED": &o.cached, "NGINX": &o.nginx} {
		found, err := runfile.Find(getenv, name)
		if err != nil {
			return o, err
		}
		*path = found
	}
	// nix-store stands beside the real one.
	var err error
	o.nix, err = filepath.EvalSymlinks(o.nix)
	return o, err
}

func (o *options) setOnly(list string) error {
	for name := range strings.SplitSeq(list, ",") {
		known := slices.Concat(targetNames(), []string{"small", "large", "tree", "huge"})
		if !slices.Contains(known, name) {
			return fmt.Errorf("no closure or target is called %q: want some of %s", name, strings.Join(known, " "))
		}
		o.only = append(o.only, name)
	}
	return nil
}

func (o *options) setPeer(path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	if _, err := os.Stat(path); err != nil {
		return err
	}
	o.attic = path
	return nil
}

// wants reports whether a closure or target is to be measured: all of a sort are,
// unless some of that sort were named.
func (o options) wants(name string, sort []string) bool {
	named := slices.ContainsFunc(o.only, func(n string) bool { return slices.Contains(sort, n) })
	return !named || slices.Contains(o.only, name)
}
