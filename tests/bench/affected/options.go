package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/runfile"
)

const help = `Usage: bazel run //tests/bench:affected [-- flags]

Measures what it costs to find the targets that a change affects: by tools/affected, by one
"bazel query //..." alone, and by target-determinator; on generated workspaces, for several
kinds of edit, with a warm and with a cold Bazel server, with and without a snapshot of the
base. Prints tables, and which aims were met; progress goes to stderr.

  --packages LIST  sizes of the workspaces, in packages of five targets (default 1000,4000)
  --rounds N       rounds with a warm server; the table has their medians (default 3)
  --edits LIST     kinds of edit (default: all)
  --peer PATH      a target-determinator, measured once for each kind (with its own cache
                   knowing the base where ours has a snapshot)
  --no-cold        leave out what needs a cold server
  --matrix         instead: the kinds of edit of tests/affected, one by one, with what affected
                   and the peer miss and tell without need, against the truth from Bazel's actions
  --sample N       with --matrix, each N-th of those kinds only (default 1)
  --kinds A-B      with --matrix, those with the numbers A to B only, to measure in pieces
  --history DIR    instead: commits of the git repository at DIR, cloned, each with its first
                   parent, with what is missed and told without need; DIR//SUB for a
                   workspace in a directory of it
  --commits LIST   with --history, revisions and ranges such as A..B (default HEAD)
  --universe LIST  with --history, patterns of the packages that count, such as //a/... (//...)
  --keep DIR       with --history, where the clone, what Bazel fetched for it and what the
                   tools know is kept for the next time, to measure in pieces
  --bazel-flag F   with --history, a flag for all of Bazel's commands that know it; repeated
  --dir DIR        where workspaces are made (default: $TMPDIR)

Exit codes:
  0  measured, all aims met; with --matrix, affected missed nothing
  1  measured, and not so
  2  bad command line
  3  could not measure
`

// options say what is measured.
type options struct {
	packages []int
	rounds   int
	edits    []string
	peer     string
	cold     bool
	matrix   bool
	sample   int
	first    int // kinds of the matrix, by number
	last     int
	dir      string

	repository, prefix, keep string
	commits, universe, flags []string

	bazel, affected string // programs
}

func parseOptions(args []string, getenv func(string) string) (options, error) {
	o := options{packages: []int{1000, 4000}, last: math.MaxInt, commits: []string{"HEAD"}}
	noCold := false
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.IntVar(&o.rounds, "rounds", 3, "")
	flags.BoolVar(&noCold, "no-cold", false, "")
	flags.BoolVar(&o.matrix, "matrix", false, "")
	flags.IntVar(&o.sample, "sample", 1, "")
	flags.StringVar(&o.dir, "dir", "", "")
	flags.Func("packages", "", o.setPackages)
	flags.Func("edits", "", o.setEdits)
	flags.Func("peer", "", o.setPeer)
	flags.Func("kinds", "", o.setKinds)
	flags.Func("history", "", o.setHistory)
	listed := func(into *[]string) func(string) error {
		return func(list string) error { *into = strings.Split(list, ","); return nil }
	}
	flags.Func("commits", "", listed(&o.commits))
	flags.Func("keep", "", func(dir string) (err error) { o.keep, err = filepath.Abs(dir); return err })
	flags.Func("universe", "", listed(&o.universe))
	flags.Func("bazel-flag", "", func(flag string) error { o.flags = append(o.flags, flag); return nil })
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	o.cold = !noCold
	if flags.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if o.rounds < 1 || o.sample < 1 {
		return o, fmt.Errorf("--rounds %d --sample %d: want at least 1", o.rounds, o.sample)
	}
	var err error
	if o.bazel, err = runfile.Find(getenv, "BAZEL"); err == nil {
		o.affected, err = runfile.Find(getenv, "AFFECTED")
	}
	return o, err
}

func (o *options) setPackages(list string) error {
	o.packages = nil
	for word := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(word)
		if err != nil || n < minPackages {
			return fmt.Errorf("want numbers such as 1000,4000, of at least %d", minPackages)
		}
		o.packages = append(o.packages, n)
	}
	return nil
}

func (o *options) setEdits(list string) error {
	for name := range strings.SplitSeq(list, ",") {
		if _, ok := kindOf(name); !ok {
			return fmt.Errorf("no kind of edit is called %q", name)
		}
		o.edits = append(o.edits, name)
	}
	return nil
}

func (o *options) setKinds(text string) error {
	if n, err := fmt.Sscanf(text, "%d-%d", &o.first, &o.last); err != nil || n != 2 || o.first < 0 || o.last < o.first {
		return errors.New("want two numbers such as 0-39")
	}
	return nil
}

func (o *options) setPeer(path string) (err error) {
	if o.peer, err = exec.LookPath(path); err != nil {
		return errors.New("want the path of a target-determinator program")
	}
	o.peer, err = filepath.Abs(o.peer)
	return err
}
