// Package policycheck is the checks of tofupolicy: a stack's previews judged by
// policies, and the policies' own tests.
package policycheck

import (
	"context"
	"fmt"

	"github.com/gloriousflywheel/flywheel/tools/internal/policy"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

// Result is what a check found.
type Result struct {
	// Report has the findings.
	Report report.Report
	// Suites are the test cases: a suite an environment, or a package of policies.
	Suites []report.Suite
	// Summary says in a few lines what was judged.
	Summary string
}

// Run makes the check that the spec names.
func Run(ctx context.Context, s *spec.Spec) (*Result, error) {
	files, err := readAll(s.Policy.Rego)
	if err != nil {
		return nil, err
	}
	data, err := readData(s.Policy.Data)
	if err != nil {
		return nil, err
	}
	set, err := policy.Compile(files, data)
	if err != nil {
		return nil, &BadPolicyError{err}
	}
	if s.Kind == spec.KindRego {
		return rego(ctx, s, set)
	}
	exceptions, err := policy.Exceptions(data, set.Rules)
	if err != nil {
		return nil, &BadPolicyError{err}
	}
	j := &judge{spec: s, set: set, exceptions: exceptions, used: make([]bool, len(exceptions))}
	return j.run(ctx)
}

// BadPolicyError says that policies or their data cannot be read as such.
type BadPolicyError struct{ err error }

func (e *BadPolicyError) Error() string { return e.err.Error() }

// Unwrap returns the cause.
func (e *BadPolicyError) Unwrap() error { return e.err }

// rego is the outcome of the policies' own tests.
func rego(ctx context.Context, s *spec.Spec, set *policy.Set) (*Result, error) {
	cases, err := set.Test(ctx)
	if err != nil {
		return nil, err
	}
	r := &Result{}
	var diags []report.Diagnostic
	failed, suites := 0, map[string]int{}
	for _, c := range cases {
		at, ok := suites[c.Package]
		if !ok {
			at = len(r.Suites)
			suites[c.Package] = at
			r.Suites = append(r.Suites, report.Suite{Name: c.Package})
		}
		r.Suites[at].Cases = append(r.Suites[at].Cases, report.Case{Name: c.Name, Failure: c.Failure})
		if c.Failure != "" {
			failed++
			diags = append(diags, report.Diagnostic{Severity: report.Error, Summary: c.Package + ": " + c.Name, Detail: c.Failure})
		}
	}
	if len(cases) == 0 {
		diags = append(diags, report.Diagnostic{Severity: report.Error, Summary: "There are no tests in " + s.Label, Detail: "Write rules named test_<what> in *_test.rego files."})
	}
	r.Report = report.New(s.Label, string(s.Kind), diags)
	r.Summary = fmt.Sprintf("%d passed, %d failed", len(cases)-failed, failed)
	return r, nil
}
