// Command tofupolicy judges stacks by policies written in Rego, and tests such
// policies: it is what tofu_policy_test and rego_test run. It is a program of its
// own so that tofurun, which every other check starts, need not carry OPA.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/gloriousflywheel/flywheel/tools/internal/check"
	"github.com/gloriousflywheel/flywheel/tools/internal/policycheck"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

const help = `Usage: tofupolicy [--spec FILE] [--report FILE]

Judges previews by policies, or tests policies. Bazel normally starts it, with a
spec that tofu_policy_test or rego_test writes.

  --spec FILE    the spec (JSON); default: $TOFURUN_SPEC
  --report FILE  write the report (JSON) to FILE

Kinds of work (the spec's "kind"):
  policy  preview each environment of a stack from schemas alone, and judge it
  rego    run the test_ rules of policies

Writes JUnit XML to $XML_OUTPUT_FILE when it is set. Findings go to stderr.

Exit codes:
  0  ok
  1  finding
  2  bad command line, spec, policy or data
  3  the job could not be done
`

// run is the whole program; it returns the exit code.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("tofupolicy", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	specPath := flags.String("spec", getenv("TOFURUN_SPEC"), "")
	reportPath := flags.String("report", "", "")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, help)
		return check.ExitOK
	} else if err != nil || flags.NArg() > 0 || *specPath == "" {
		fmt.Fprintf(stderr, "tofupolicy: %v\nSee tofupolicy --help.\n", usage(err, flags.Args()))
		return check.ExitUsage
	}
	s, err := spec.Read(*specPath)
	if err == nil && s.Kind != spec.KindPolicy && s.Kind != spec.KindRego {
		err = fmt.Errorf("reading spec %q: kind %q is for tofurun", *specPath, s.Kind)
	}
	if err != nil {
		fmt.Fprintf(stderr, "tofupolicy: %v\n", err)
		return check.ExitUsage
	}
	r, err := policycheck.Run(ctx, s)
	if err == nil {
		err = write(r, *reportPath, getenv("XML_OUTPUT_FILE"), stderr)
	}
	if err != nil {
		fmt.Fprintf(stderr, "tofupolicy: %s: %v\n", s.Label, err)
		if _, ok := errors.AsType[*policycheck.BadPolicyError](err); ok {
			return check.ExitUsage
		}
		return check.ExitFailed
	}
	if !r.Report.Valid {
		return check.ExitFinding
	}
	return check.ExitOK
}

func usage(err error, rest []string) error {
	switch {
	case err != nil:
		return err
	case len(rest) > 0:
		return fmt.Errorf("unexpected argument %q", rest[0])
	}
	return errors.New("no spec: give --spec FILE or set TOFURUN_SPEC")
}

// write tells people on stderr, and programs by files, what was found.
func write(r *policycheck.Result, reportPath, xmlPath string, stderr io.Writer) error {
	if err := report.Render(stderr, r.Report.Diagnostics, false); err != nil {
		return fmt.Errorf("writing to stderr: %w", err)
	}
	fmt.Fprintln(stderr, r.Summary)
	for _, f := range []struct {
		path   string
		encode func() ([]byte, error)
	}{{reportPath, r.Report.Marshal}, {xmlPath, func() ([]byte, error) { return report.JUnit(r.Suites) }}} {
		if f.path == "" {
			continue
		}
		data, err := f.encode()
		if err != nil {
			return err
		}
		if err := os.WriteFile(f.path, data, 0o644); err != nil {
			return fmt.Errorf("writing the result: %w", err)
		}
	}
	return nil
}
