package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/cost"
)

// repeats is how often what takes a moment is measured.
const repeats = 7

// measureBazel tests a workspace of many modules with a Bazel of its own.
func measureBazel(ctx context.Context, w *world, stdout io.Writer) (err error) {
	if err := cost.Reaper(false); err != nil {
		return err
	}
	b := &workspace{world: w, dir: filepath.Join(w.dir, "workspace"), base: filepath.Join(w.dir, "base")}
	if err := b.write(w.bazelModules); err != nil {
		return err
	}
	defer func() {
		// Even when interrupted: nothing may be left running, and the output base has
		// directories that cannot be written.
		last, stop := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
		defer stop()
		if _, _, cerr := b.run(last, "clean", "--expunge"); err == nil {
			err = cerr
		}
	}()
	w.progress("Bazel builds the runner")
	if _, _, err := b.run(ctx, "build", "@flywheel//tools/tofurun", "@flywheel//build/tofu"); err != nil {
		return err
	}
	rows, err := b.measure(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "\nBazel, %d modules: validate_test, fmt_test and, in a fifth, a tofu_test each; medians of %d, but for the first\n\n", w.bazelModules, repeats)
	tw := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "command\twall s")
	for _, r := range rows {
		fmt.Fprintf(tw, "%s\t%.2f\n", r.name, r.wall.Seconds())
	}
	return tw.Flush()
}

// A timing is one row.
type timing struct {
	name string
	wall time.Duration
}

func (b *workspace) measure(ctx context.Context) ([]timing, error) {
	b.progress("Bazel tests all, cold")
	cold, err := b.test(ctx, "//...", true)
	if err != nil {
		return nil, err
	}
	rows := []timing{{"test //..., nothing tested before, the runner built", cold}}
	for _, c := range []struct {
		name    string
		pattern string
		edit    bool
	}{
		{"test //..., nothing changed", "//...", false},
		{"test //m000/..., after an edit of that module", "//m000/...", true},
		{"test //..., after an edit of one module", "//...", true},
	} {
		b.progress("Bazel: %s", c.name)
		wall, err := b.repeat(ctx, c.pattern, c.edit)
		if err != nil {
			return nil, err
		}
		rows = append(rows, timing{c.name, wall})
	}
	return rows, nil
}

// repeat is the median time of a test command, each time after an edit if so wanted.
func (b *workspace) repeat(ctx context.Context, pattern string, edit bool) (time.Duration, error) {
	var walls []time.Duration
	for range repeats {
		if edit {
			if err := b.edit(); err != nil {
				return 0, err
			}
		}
		wall, err := b.test(ctx, pattern, edit)
		if err != nil {
			return 0, err
		}
		walls = append(walls, wall)
	}
	slices.Sort(walls)
	return walls[len(walls)/2], nil
}

// test runs tests, without any cache but Bazel's own, and returns how long it took;
// changed says that there must have been something to run.
func (b *workspace) test(ctx context.Context, pattern string, changed bool) (time.Duration, error) {
	wall, out, err := b.run(ctx, "test", "--disk_cache=", "--remote_cache=", pattern)
	if err == nil && changed == strings.Contains(out, "Executed 0 out of") {
		err = fmt.Errorf("testing %s, changed: %v: not what was to be measured:\n%s", pattern, changed, out)
	}
	return wall, err
}

// run calls Bazel and returns how long it took and what it printed.
func (b *workspace) run(ctx context.Context, args ...string) (time.Duration, string, error) {
	args = append([]string{"--output_base=" + b.base, "--max_idle_secs=60"}, args...)
	cmd := exec.CommandContext(ctx, b.bazel, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.Dir = b.dir
	for _, v := range os.Environ() {
		if name, _, _ := strings.Cut(v, "="); !ours(name) {
			cmd.Env = append(cmd.Env, v)
		}
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return 0, "", fmt.Errorf("running bazel %s: %w\n%s", strings.Join(args, " "), err, out.Bytes())
	}
	return time.Since(start), out.String(), nil
}

// ours says whether a variable is what this program's own Bazel tells it, or, as
// BAZEL, would tell tools/bazel to start itself.
func ours(name string) bool {
	for _, prefix := range []string{"RUNFILES", "TEST_", "BUILD_"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return name == "BAZEL"
}
