package check

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
)

// test runs the module's test files, or those that the filter selects.
func test(ctx context.Context, s *spec.Spec, opts Options) (outcome, error) {
	filter, shard := opts.Filter, opts.Shard
	w, err := open(s, true)
	if err != nil {
		return outcome{}, err
	}
	defer w.stage.Close()
	tests, diags, err := w.tests()
	if err != nil {
		return outcome{}, err
	}
	sel := choose(tests, w.dir, filter)
	if len(diags) == 0 {
		diags = w.untestable(tests, sel, filter)
	}
	if len(diags) > 0 {
		return w.refused(diags), nil
	}
	if sel = shard.of(sel, tests, w.dir); shard.Total > 1 && len(sel.files) == 0 {
		out := outcome{report: report.New(s.Label, string(s.Kind), nil)}
		out.summary = fmt.Sprintf("no test file is left for shard %d of %d", shard.Index+1, shard.Total)
		return out, nil
	}
	diags, fatal, err := w.prepare(ctx, tests, nil)
	if err != nil {
		return outcome{}, err
	}
	if diags = append(diags, fatal...); len(diags) > 0 {
		return w.refused(diags), nil
	}
	var ev *events
	if !opts.AsWritten {
		if ev, err = w.condensed(ctx, tests, sel); err != nil {
			return outcome{}, err
		}
	}
	if ev == nil {
		if ev, err = w.asWritten(ctx, sel, opts.AsWritten); err != nil {
			return outcome{}, err
		}
	}
	return ev.outcome(s, tests, sel), nil
}

// asWritten runs the selected tests as they are; narrow is with the types and
// arguments that they name, as long as those will do.
func (w *work) asWritten(ctx context.Context, sel selection, narrow bool) (ev *events, err error) {
	args := tofu.TestArgs(sel.files, nil)
	read := func(res tofu.Result) (content bool, err error) {
		if ev, err = w.readEvents(res); err != nil {
			return false, err
		}
		return !unknownType(ev.all()), nil
	}
	if narrow {
		err = w.served(ctx, args, read)
		return ev, err
	}
	_, err = w.servedOnce(ctx, args, nil, read)
	return ev, err
}

// tests parses the test files where tofu looks for them. Test files elsewhere
// are findings: tofu would pass over them in silence. Among the spec's tests are
// also files that they read, and configuration of modules that their runs call.
func (w *work) tests() ([]*hclmod.TestFile, []report.Diagnostic, error) {
	var tests []*hclmod.TestFile
	var diags []report.Diagnostic
	given := w.spec.Tests
	for _, f := range w.spec.Modules[0].Srcs {
		if hclmod.IsTest(f.Dest) && !slices.Contains(given, f) {
			given = append(slices.Clone(given), f)
		}
	}
	for _, f := range given {
		if !hclmod.IsTest(f.Dest) {
			continue
		}
		if dir := path.Dir(f.Dest); dir != w.dir && dir != path.Join(w.dir, "tests") {
			diags = append(diags, report.Diagnostic{
				Severity: report.Error, File: f.Dest, Summary: "tofu would not run this test file",
				Detail: fmt.Sprintf("Put it into %s or %s.", w.dir, path.Join(w.dir, "tests")),
			})
			continue
		}
		// Syntax errors are tofu's to report.
		t, _, err := hclmod.ParseTest(f)
		if err != nil {
			return nil, nil, err
		}
		tests = append(tests, t)
	}
	return tests, diags, nil
}

// untestable are the findings when there would be nothing to run.
func (w *work) untestable(tests []*hclmod.TestFile, sel selection, filter string) []report.Diagnostic {
	d := report.Diagnostic{Severity: report.Error}
	switch {
	case len(tests) == 0:
		d.File = hclmod.BuildFile(w.spec.Modules[0])
		d.Summary = "There are no tests in " + w.spec.Label
		d.Detail = fmt.Sprintf("Write %s and add it to srcs of %s.", path.Join(w.dir, "tests", "main.tftest.hcl"), w.spec.Label)
	case len(sel.files) == 0 && filter != "":
		d.Summary = fmt.Sprintf("The test filter %q selects no test of %s", filter, w.spec.Label)
		d.Detail = "Name one of these files or runs: " + strings.Join(names(tests), ", ") + "."
	default:
		return nil
	}
	return []report.Diagnostic{d}
}

func names(tests []*hclmod.TestFile) []string {
	var all []string
	for _, t := range tests {
		all = append(all, path.Base(t.Dest))
		for _, r := range t.Runs {
			all = append(all, r.Name)
		}
	}
	return all
}

// refused is the outcome when tofu was not even started.
func (w *work) refused(diags []report.Diagnostic) outcome {
	out, _ := one(report.New(w.spec.Label, string(w.spec.Kind), diags), nil)
	out.suites[0].Cases[0].Name = "setup"
	return out
}

// selection is what a filter chose.
type selection struct {
	// files are the selected files, relative to the module; none means all.
	files []string
	// runs are the selected runs of a file that is selected only because of
	// them; a file that is not here is selected as a whole.
	runs map[string][]string
}

// of are the test files that are run.
func (sel selection) of(tests []*hclmod.TestFile, root string) []*hclmod.TestFile {
	if sel.files == nil {
		return tests
	}
	var chosen []*hclmod.TestFile
	for _, t := range tests {
		if slices.Contains(sel.files, strings.TrimPrefix(t.Dest, root+"/")) {
			chosen = append(chosen, t)
		}
	}
	return chosen
}

// choose selects files and runs by a filter: the name of a file, with or
// without its directory, or of a run, or a pattern (*, ?) for either. tofu runs
// whole files only, and later runs may build on earlier ones; so all runs of a
// selected run's file are run, and the verdict counts the selected ones and
// whatever fails before them.
func choose(tests []*hclmod.TestFile, root, filter string) selection {
	sel := selection{runs: map[string][]string{}}
	if filter == "" {
		return sel
	}
	for _, t := range tests {
		rel := strings.TrimPrefix(t.Dest, root+"/")
		if matches(filter, t.Dest) || matches(filter, rel) || matches(filter, path.Base(t.Dest)) {
			sel.files = append(sel.files, rel)
			continue
		}
		var runs []string
		for _, r := range t.Runs {
			if matches(filter, r.Name) {
				runs = append(runs, r.Name)
			}
		}
		if runs != nil {
			sel.files = append(sel.files, rel)
			sel.runs[t.Dest] = runs
		}
	}
	return sel
}

func matches(filter, name string) bool {
	// A malformed pattern is still a name.
	ok, err := path.Match(filter, name)
	return filter == name || err == nil && ok
}
