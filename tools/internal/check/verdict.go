package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

// outcome is the verdict on the selected runs: one suite per file, one case
// per run.
func (ev *events) outcome(s *spec.Spec, tests []*hclmod.TestFile, sel selection) outcome {
	ev.drop(sel)
	ev.settle(func(k runKey) report.Diagnostic { return place(tests, k) })
	out := outcome{report: report.New(s.Label, string(s.Kind), ev.all())}
	if general := ev.diags[runKey{}]; report.HasErrors(general) {
		out.suites = append(out.suites, report.Suite{Name: s.Label, Cases: []report.Case{ev.testCase(runKey{}, "setup")}})
	}
	var lines []string
	counts := map[string]int{}
	for _, file := range slices.Sorted(maps.Keys(ev.runs)) {
		suite := report.Suite{Name: file, Seconds: ev.seconds[file]}
		lines = append(lines, file)
		if report.HasErrors(ev.diags[runKey{file: file}]) {
			suite.Cases = append(suite.Cases, ev.testCase(runKey{file: file}, "file"))
		}
		for _, run := range ev.runs[file] {
			c := ev.testCase(runKey{file, run}, run)
			suite.Cases = append(suite.Cases, c)
			word := ev.word(runKey{file, run})
			counts[word]++
			lines = append(lines, fmt.Sprintf("  %-7s %s", word, run))
		}
		out.suites = append(out.suites, suite)
	}
	out.summary = strings.Join(append(lines, tally(counts)), "\n")
	if len(ev.status) == 0 && out.report.Valid {
		out.report = report.New(s.Label, string(s.Kind), append(out.report.Diagnostics, report.Diagnostic{
			Severity: report.Error, Summary: "There are no run blocks in the tests of " + s.Label, Detail: "Write a run block.",
		}))
	}
	return out
}

// drop forgets the runs that the filter did not select, but for those before a
// selected one that did not pass.
func (ev *events) drop(sel selection) {
	for file, chosen := range sel.runs {
		all := ev.runs[file]
		last := -1
		for i, run := range all {
			if slices.Contains(chosen, run) {
				last = i
			}
		}
		var kept []string
		for i, run := range all {
			key := runKey{file, run}
			if slices.Contains(chosen, run) || i < last && ev.status[key] != "pass" {
				kept = append(kept, run)
				continue
			}
			delete(ev.status, key)
			delete(ev.diags, key)
		}
		ev.runs[file] = kept
	}
}

// testCase is one run as a test case: a failed assertion is a failure, anything
// else that is wrong an error.
func (ev *events) testCase(key runKey, name string) report.Case {
	c := report.Case{Name: name}
	var problems string
	for _, d := range ev.diags[key] {
		if d.Severity == report.Error {
			problems += d.Text()
		} else {
			c.Output += d.Text()
		}
	}
	if ev.status[key] == "fail" {
		c.Failure = problems
	} else {
		c.Error = problems
	}
	return c
}

// word is a run's status for people.
func (ev *events) word(key runKey) string {
	switch status := ev.status[key]; status {
	case "pass", "fail", "error":
		return status
	}
	return "skipped"
}

func tally(counts map[string]int) string {
	var parts []string
	for _, p := range []struct{ word, text string }{{"pass", "passed"}, {"fail", "failed"}, {"error", "with errors"}, {"skipped", "skipped"}} {
		if n := counts[p.word]; n > 0 || p.word == "pass" {
			parts = append(parts, fmt.Sprintf("%d %s", n, p.text))
		}
	}
	return strings.Join(parts, ", ")
}

// place is where a run block is written.
func place(tests []*hclmod.TestFile, k runKey) report.Diagnostic {
	for _, t := range tests {
		for _, r := range t.Runs {
			if t.Dest == k.file && r.Name == k.run {
				return t.Finding(r.Range, "", "")
			}
		}
	}
	return report.Diagnostic{File: k.file}
}
