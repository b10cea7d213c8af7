// Command tofurun does one piece of work with OpenTofu that a JSON spec
// describes: it is what the rules of build/tofu run.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/gloriousflywheel/flywheel/tools/internal/check"
	"github.com/gloriousflywheel/flywheel/tools/internal/providerlock"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/internal/stack"
	"golang.org/x/term"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the whole program; it returns the exit code.
func run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) int {
	specPath, reportPath := getenv("TOFURUN_SPEC"), ""
	rest := args
	if specPath == "" || ownFlags(args) {
		flags := flag.NewFlagSet("tofurun", flag.ContinueOnError)
		flags.SetOutput(io.Discard)
		flags.StringVar(&specPath, "spec", specPath, "")
		flags.StringVar(&reportPath, "report", "", "")
		if err := flags.Parse(args); err != nil {
			return usage(err, stdout, stderr)
		}
		rest = flags.Args()
	}
	if specPath == "" {
		fmt.Fprintln(stderr, `tofurun: no spec: give --spec FILE or set TOFURUN_SPEC.
Bazel normally starts this program: bazel test //tofu/modules/..., bazel run //tofu/stacks/local:plan.
See tofurun --help.`)
		return check.ExitUsage
	}
	s, err := spec.Read(specPath)
	if err != nil {
		fmt.Fprintf(stderr, "tofurun: %v\n", err)
		return check.ExitUsage
	}
	if s.Kind == spec.KindStack || s.Kind == spec.KindClientConfig {
		return stack.Run(ctx, s, rest, stdin, stdout, stderr)
	}
	switch s.Kind {
	case spec.KindLock:
		return providerlock.Update(ctx, s, rest, os.Environ(), stdout, stderr)
	case spec.KindSchemas:
		return providerlock.Schemas(ctx, s, rest, os.Environ(), stdout, stderr)
	}
	if len(rest) > 0 && (rest[0] == "--help" || rest[0] == "-h") {
		return usage(flag.ErrHelp, stdout, stderr)
	}
	if len(rest) > 0 {
		fmt.Fprintf(stderr, "tofurun: %s: unexpected argument %q: kind %s takes none\n", s.Label, rest[0], s.Kind)
		return check.ExitUsage
	}
	var part check.Shard
	if s.Kind == spec.KindTest {
		if part, err = shard(getenv); err != nil {
			fmt.Fprintf(stderr, "tofurun: %s: %v\n", s.Label, err)
			return check.ExitUsage
		}
	}
	return check.Run(ctx, s, check.Options{
		Report:    reportPath,
		XML:       getenv("XML_OUTPUT_FILE"),
		Filter:    getenv("TESTBRIDGE_TEST_ONLY"),
		Shard:     part,
		Workspace: getenv("BUILD_WORKSPACE_DIRECTORY"),
		Color:     getenv("NO_COLOR") == "" && isTerminal(stderr),
	}, stdout, stderr)
}

// ownFlags says whether the command line starts with tofurun's own flags. In a
// target that Bazel runs, which has TOFURUN_SPEC, arguments are the user's.
func ownFlags(args []string) bool {
	return len(args) > 0 && (strings.HasPrefix(args[0], "--spec") || strings.HasPrefix(args[0], "--report"))
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
