// Package check is the checks of tofurun: each takes a spec and returns what
// it found. Findings are reports, not errors; an error means that the check
// could not be made.
package check

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/gloriousflywheel/flywheel/tools/internal/providerlock"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/internal/stage"
)

// The exit codes of tofurun.
const (
	ExitOK      = 0 // nothing found
	ExitFinding = 1 // the check found something
	ExitUsage   = 2 // bad command line or spec
	ExitFailed  = 3 // the check could not be made
)

// Options is what a check takes from its surroundings.
type Options struct {
	// Report is where to write the report as JSON; empty for nowhere.
	Report string
	// XML is where to write the result as JUnit XML; empty for nowhere.
	XML string
	// Filter selects test files or runs by name; empty for all.
	Filter string
	// Shard is the part of the test files to run; the zero Shard is all of them.
	Shard Shard
	// AsWritten leaves the short way of running tests out, which is of use only
	// where they all pass.
	AsWritten bool
	// Workspace is the source tree, for kinds that write into it.
	Workspace string
	// Color allows coloured text on stderr.
	Color bool
}

// Run makes the check that the spec names, tells people of it on stderr and
// programs by the files of opts, and returns the exit code.
func Run(ctx context.Context, s *spec.Spec, opts Options, stdout, stderr io.Writer) int {
	var out outcome
	var err error
	switch s.Kind {
	case spec.KindDeps:
		out, err = one(Deps(s))
	case spec.KindValidate:
		out, err = one(Validate(ctx, s))
		// Whether the module is valid is the report's to say.
		out.tolerant = true
	case spec.KindVerdict:
		if out, err = one(report.Read(s.Report)); err == nil {
			out.suites[0].Name = s.Label
		}
	case spec.KindFmt:
		out, err = one(Fmt(ctx, s))
	case spec.KindFmtFix:
		out, err = fix(ctx, s, opts.Workspace, stdout)
	case spec.KindDocs:
		out, err = one(Docs(s))
	case spec.KindDocsFix:
		out, err = docsFix(s, opts.Workspace, stdout)
	case spec.KindStackFiles:
		out, err = one(StackFiles(ctx, s))
	case spec.KindStackFilesFix:
		out, err = stackFilesFix(ctx, s, opts.Workspace, stdout)
	case spec.KindLint:
		out, err = one(Lint(ctx, s))
	case spec.KindLockTest:
		out, err = one(providerlock.Test(s))
	case spec.KindTest:
		out, err = test(ctx, s, opts)
	default:
		err = fmt.Errorf("kind %q is no check", s.Kind)
	}
	if err == nil {
		err = out.write(opts, stderr)
	}
	if err != nil {
		fmt.Fprintf(stderr, "tofurun: %s: %v\n", s.Label, err)
		return exitCode(err)
	}
	if !out.report.Valid && !out.tolerant {
		return ExitFinding
	}
	return ExitOK
}

func exitCode(err error) int {
	if _, ok := errors.AsType[*stage.BadTreeError](err); ok {
		return ExitUsage
	}
	return ExitFailed
}

// outcome is what a check has to tell.
type outcome struct {
	report   report.Report
	suites   []report.Suite
	summary  string
	tolerant bool
}

// one is the outcome of a check that is a single test case.
func one(r report.Report, err error) (outcome, error) {
	if err != nil {
		return outcome{}, err
	}
	c := report.Case{Name: r.Kind}
	for _, d := range r.Diagnostics {
		if d.Severity == report.Error {
			c.Failure += d.Text()
		} else {
			c.Output += d.Text()
		}
	}
	return outcome{report: r, suites: []report.Suite{{Name: r.Label, Cases: []report.Case{c}}}}, nil
}

func (o outcome) write(opts Options, stderr io.Writer) error {
	if !o.tolerant {
		if err := report.Render(stderr, o.report.Diagnostics, opts.Color); err != nil {
			return fmt.Errorf("writing to stderr: %w", err)
		}
	}
	if o.summary != "" {
		fmt.Fprintln(stderr, o.summary)
	}
	if opts.Report != "" {
		data, err := o.report.Marshal()
		if err != nil {
			return err
		}
		if err := os.WriteFile(opts.Report, data, 0o644); err != nil {
			return fmt.Errorf("writing the report: %w", err)
		}
	}
	if opts.XML != "" {
		data, err := report.JUnit(o.suites)
		if err != nil {
			return err
		}
		if err := os.WriteFile(opts.XML, data, 0o644); err != nil {
			return fmt.Errorf("writing the test result: %w", err)
		}
	}
	return nil
}
