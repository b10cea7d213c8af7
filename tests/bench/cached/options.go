package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/runfile"
)

const help = `Usage: bazel run //tests/bench:cached [-- flags]

Measures tools/cached against nginx with its DAV module: both run on loopback with
an empty directory, are asked for the same by the same client, and take turns at
being first. Prints a table of medians; progress goes to stderr.

  --rounds N       rounds; the table has their medians (default 3)
  --small N        small blobs; a fifth as many store paths (default 10000)
  --small-size S   their size (default 4KiB)
  --large N        large blobs; a quarter as many store paths (default 20)
  --large-size S   their size (default 100MiB)
  --only LIST      scenarios to run, by the beginnings of their names, separated by commas:
                   bazel-small, bazel-large, nix-small, nix-large, grpc-small, grpc-large
  --dir DIR        where the servers keep their files (default: /dev/shm where there is
                   room, which leaves the disk out of the comparison; else $TMPDIR)
  --json           print JSON instead of the table

Sizes are bytes or have a unit: KiB, MiB, GiB. The servers' programs are those that
Bazel built and found; by hand, set CACHED and NGINX to absolute paths.

Exit codes:
  0  measured
  1  finding: a server gave a wrong answer
  2  bad command line
  3  could not measure
`

// options say what is measured.
type options struct {
	rounds               int
	small, large         int // numbers of blobs
	smallSize, largeSize int64
	only                 []string
	dir                  string
	json                 bool
	cached, nginx        string // programs
}

func parseOptions(args []string, getenv func(string) string) (options, error) {
	var o options
	o.smallSize, o.largeSize = 4<<10, 100<<20
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.IntVar(&o.rounds, "rounds", 3, "")
	flags.IntVar(&o.small, "small", 10000, "")
	flags.IntVar(&o.large, "large", 20, "")
	flags.Func("small-size", "", sizeFlag(&o.smallSize))
	flags.Func("large-size", "", sizeFlag(&o.largeSize))
	flags.Func("only", "", func(s string) error { return o.setOnly(s) })
	flags.StringVar(&o.dir, "dir", "", "")
	flags.BoolVar(&o.json, "json", false, "")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if err := o.validate(); err != nil {
		return o, err
	}
	var err error
	if o.cached, err = runfile.Find(getenv, "CACHED"); err != nil {
		return o, err
	}
	o.nginx, err = runfile.Find(getenv, "NGINX")
	return o, err
}

func (o options) validate() error {
	for name, n := range map[string]int{"rounds": o.rounds, "small": o.small, "large": o.large} {
		if n < 1 {
			return fmt.Errorf("--%s %d: want at least 1", name, n)
		}
	}
	if o.smallSize < 16 || o.smallSize > maxBatch {
		return fmt.Errorf("--small-size %d: want 16 bytes to %d, what a batch holds", o.smallSize, maxBatch)
	}
	if o.largeSize < 16 || o.largeSize > 1<<30 {
		return fmt.Errorf("--large-size %d: want 16 bytes to 1 GiB", o.largeSize)
	}
	return nil
}

func (o *options) setOnly(list string) error {
	for _, prefix := range strings.Split(list, ",") {
		known := slices.ContainsFunc(scenarios(), func(s scenario) bool { return strings.HasPrefix(s.name, prefix) })
		if prefix == "" || !known {
			return fmt.Errorf("no scenario's name begins with %q", prefix)
		}
		o.only = append(o.only, prefix)
	}
	return nil
}

// wants reports whether a scenario is to be run.
func (o options) wants(name string) bool {
	begins := func(prefix string) bool { return strings.HasPrefix(name, prefix) }
	return len(o.only) == 0 || slices.ContainsFunc(o.only, begins)
}

func sizeFlag(size *int64) func(string) error {
	return func(s string) error {
		digits, unit := s, int64(1)
		for suffix, factor := range map[string]int64{"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30} {
			if rest, ok := strings.CutSuffix(s, suffix); ok {
				digits, unit = rest, factor
			}
		}
		n, err := strconv.ParseInt(digits, 10, 32)
		if err != nil {
			return errors.New("want a size like 4096, 4KiB or 100MiB")
		}
		*size = n * unit
		return nil
	}
}
