package pushreport

import (
	"fmt"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
)

// JUnit is the summary as test results, which GitLab shows on the page of a pipeline and
// of a merge request (artifacts:reports:junit), and most other CI systems, too: a suite for
// each cache, in it a case for the push and one for each path that could not be pushed.
func (s *Summary) JUnit() ([]byte, error) {
	var suites []report.Suite
	if len(s.Problems) > 0 || s.Error != "" && len(s.Caches) == 0 {
		suite := report.Suite{Name: "nixpush", Cases: problemCases(s.Problems)}
		if s.Error != "" && len(s.Problems) == 0 {
			suite.Cases = append(suite.Cases, report.Case{Name: "push", Error: s.Error})
		}
		suites = append(suites, suite)
	}
	for i := range s.Caches {
		c := &s.Caches[i]
		push := report.Case{Name: fmt.Sprintf("closure of %s", count(c.Paths.Closure, "path")), Error: c.Error, Output: c.Line(s.DryRun)}
		suites = append(suites, report.Suite{Name: "nixpush " + c.Cache, Seconds: c.Seconds, Cases: append([]report.Case{push}, problemCases(c.Problems)...)})
	}
	return report.JUnit(suites)
}

func problemCases(problems []Problem) []report.Case {
	var cases []report.Case
	for _, p := range problems {
		cases = append(cases, report.Case{Name: p.Path, Failure: p.Message})
	}
	return cases
}

// WriteJUnit writes it into a file.
func (s *Summary) WriteJUnit(path string) error {
	data, err := s.JUnit()
	if err != nil {
		return err
	}
	return atomicfile.Write(path, data, 0o644)
}
