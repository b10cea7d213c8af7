package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/gloriousflywheel/flywheel/tools/internal/nixpush"
	"github.com/gloriousflywheel/flywheel/tools/internal/pushbench"
)

func (c *command) bench() *cobra.Command {
	f := flags{progress: "none", interval: time.Second}
	how := pushbench.Options{Paths: 1000}
	var maxMiB int64
	cmd := &cobra.Command{
		Use:   "bench CACHE",
		Short: "Measure a cache, and say which settings suit it",
		Long: `Measure a cache as a push meets it: how long a small question takes, what it costs to ask for
many paths, how fast small and large archives go up and down by their number at once, how fast
this machine compresses; and say which settings follow from that.

It uploads throw-away content: random bytes behind a line that says what they are. In a binary
cache no .narinfo points at it, and it is called nar/nixpush-bench-RUN-N.nar where the server
takes such names. At an Attic server it goes into a cache of its own, nixpush-bench-RUN, which
needs a token that may create and destroy that. All of it is removed at the end, also after
Ctrl-C. Where the server removes nothing, nothing is uploaded without --leave-content; then it
stays there, and is listed.

  nixpush bench https://cache.example.com
  nixpush bench "s3://nix-cache?endpoint=minio:9000&scheme=http" --json
  nixpush bench main --read-only
` + caches + `
Exit codes:
  0  measured
  2  wrong usage or configuration, unknown cache, content would stay in the cache
  3  could not measure, or not remove what was uploaded`,
		Args: func(cmd *cobra.Command, args []string) error { return usage(cobra.ExactArgs(1)(cmd, args)) },
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.finish(); err != nil {
				return err
			}
			how.MaxBytes = maxMiB << 20
			if err := checkBench(how); err != nil {
				return err
			}
			how.Say = func(format string, args ...any) { fmt.Fprintf(c.stderr, format+"\n", args...) }
			var err error
			if how.Sample, err = os.Executable(); err != nil {
				return fmt.Errorf("finding a sample to compress: %w", err)
			}
			result, err := nixpush.Bench(cmd.Context(), args[0], f.options, how)
			if f.json {
				return errors.Join(err, result.Write(c.stdout))
			}
			return errors.Join(err, result.Print(c.stdout))
		},
	}
	s := cmd.Flags()
	f.addNetwork(s)
	s.BoolVar(&f.json, "json", false, "print the results in JSON")
	s.BoolVar(&how.Leave, "leave-content", false, "measure also where what is uploaded stays in the cache")
	s.BoolVar(&how.ReadOnly, "read-only", false, "upload nothing: measure questions alone")
	s.DurationVar(&how.Time, "time", time.Second, "how long each upload and download is measured")
	s.Int64Var(&maxMiB, "max-mib", 1024, "how much is uploaded altogether at most, in MiB")
	s.IntVar(&how.Paths, "paths", how.Paths, "how many paths to ask for at once")
	return cmd
}

func checkBench(how pushbench.Options) error {
	switch {
	case how.Leave && how.ReadOnly:
		return usage(errors.New("--leave-content and --read-only: give one"))
	case how.Time < 10*time.Millisecond || how.Time > time.Minute:
		return usage(fmt.Errorf("--time %s: want 10ms to 1m", how.Time))
	case how.MaxBytes < 1<<20:
		return usage(errors.New("--max-mib: want at least 1"))
	case how.Paths < 1 || how.Paths > 1_000_000:
		return usage(fmt.Errorf("--paths %d: want 1 to 1000000", how.Paths))
	}
	return nil
}
