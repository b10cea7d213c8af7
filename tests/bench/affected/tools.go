package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/gloriousflywheel/flywheel/tests/affected/matrix"
	"github.com/gloriousflywheel/flywheel/tests/bench/internal/cost"
)

// The tools that are compared.
const (
	ours  = "affected"
	exact = "--exact"
	query = "query"
	peer  = "peer"
)

// A bench is one workspace with the tools on it.
type bench struct {
	*world
	ws     *matrix.Workspace
	base   string
	n      int
	caches string // of ours and of the peer
}

// run runs a tool for the committed edit. Known says that it may use what it knows
// of the base from before.
func (b *bench) run(ctx context.Context, tool string, known bool) (cost.Sample, []byte, error) {
	cmd, bases := b.command(ctx, tool, known)
	sample, out, err := measure(ctx, cmd, bases...)
	var exit *exec.ExitError
	if (tool == ours || tool == exact) && errors.As(err, &exit) && exit.ExitCode() == partial {
		b.progress("%s: not all of the head can be loaded", tool)
		err = nil
	}
	return sample, out, err
}

// partial is affected's exit code for an answer about a head that has packages which
// cannot be loaded.
const partial = 1

func (b *bench) command(ctx context.Context, tool string, known bool) (cmd *exec.Cmd, outputBases []string) {
	cache := filepath.Join(b.caches, strings.Replace(tool, exact, ours, 1))
	if !known {
		cache += "-fresh"
	}
	switch tool {
	case ours, exact:
		cmd = exec.CommandContext(ctx, b.affected, "--workspace="+b.ws.Dir, "--bazel="+b.ws.Program, "--base="+b.base, "--head=HEAD",
			"--cache="+cache, "--kind= rule$", "--quiet", "--exact="+strconv.FormatBool(tool == exact), "--universe="+strings.Join(b.universe, ","))
	case query:
		cmd = exec.CommandContext(ctx, b.ws.Program, "query", "//...")
	case peer:
		args := []string{"-working-directory=" + b.ws.Dir, "-bazel=" + b.ws.Program, "-cache-dir=" + cache}
		if !known {
			args = append(args, "-nocache_results")
		}
		if len(b.universe) > 0 {
			args = append(args, "-targets="+strings.Join(b.universe, " + "))
		}
		cmd = exec.CommandContext(ctx, b.peer, append(args, b.base)...)
	}
	cmd.Dir = b.ws.Dir
	cmd.Env = environment()
	// The private server of ours, and of a base that is looked at elsewhere.
	return cmd, []string{b.ws.OutputBase, filepath.Join(cache, "*", "output")}
}

// environment is ours without what "bazel run" has set for this program.
func environment() []string {
	return slices.DeleteFunc(os.Environ(), func(v string) bool {
		for _, prefix := range []string{"BUILD_", "RUNFILES_", "TEST_", "BAZEL_TEST"} {
			if strings.HasPrefix(v, prefix) {
				return true
			}
		}
		return false
	})
}
