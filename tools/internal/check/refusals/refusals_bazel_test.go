//go:build bazel

// Package refusals_test proves that every rule of every module and stack, a
// validation, a precondition or a check, has a test that fails without it.
package refusals_test

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/check"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// TestEveryRuleIsTested takes the expectations out of every run that has them,
// and reads which rules refuse it then. A rule is tested if in some run it is the
// only one of its object that does: without it, that run would find nothing.
func TestEveryRuleIsTested(t *testing.T) {
	for _, file := range testenv.Listed(t, "SPECS") {
		s, err := spec.Read(file)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(s.Label, func(t *testing.T) { module(t, *s) })
	}
}

func module(t *testing.T, s spec.Spec) {
	rules := rulesOf(t, s.Modules[0])
	if len(rules) == 0 {
		return
	}
	alone, seen := map[rule]bool{}, map[rule]bool{}
	for _, text := range refusals(t, withoutExpectations(t, s)) {
		fired := map[string][]rule{}
		for _, r := range rules {
			if slices.ContainsFunc(places(text), func(p place) bool { return r.has(p.file, p.line) }) {
				fired[r.object] = append(fired[r.object], r)
				seen[r] = true
			}
		}
		for _, of := range fired {
			if len(of) == 1 {
				alone[of[0]] = true
			}
		}
	}
	for _, r := range rules {
		switch {
		case !seen[r]:
			t.Errorf("%s:%d: no test of %s expects: %s", r.file, r.from, r.object, r.message)
		case !alone[r]:
			t.Errorf("%s:%d: every test of %s that expects this one is refused by another rule, too: %s", r.file, r.from, r.object, r.message)
		}
	}
}

type place struct {
	file string
	line int
}

// places are those in a text that may be of rules.
func places(text string) []place {
	var all []place
	for _, found := range regexp.MustCompile(`([\w./-]+\.tf):(\d+)\b`).FindAllStringSubmatch(text, -1) {
		if line, err := strconv.Atoi(found[2]); err == nil {
			all = append(all, place{found[1], line})
		}
	}
	return all
}

// refusals are what tofu says of each run.
func refusals(t *testing.T, s spec.Spec) []string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "test.xml")
	var said strings.Builder
	if code := check.Run(t.Context(), &s, check.Options{XML: out, AsWritten: true}, &said, &said); code != check.ExitFinding {
		t.Fatalf("exit code %d, want findings\n%s", code, said.String())
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	var suites struct {
		Cases []struct {
			Failure string `xml:"failure"`
			Error   string `xml:"error"`
		} `xml:"testsuite>testcase"`
	}
	if err := xml.Unmarshal(text, &suites); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, c := range suites.Cases {
		all = append(all, c.Failure+c.Error)
	}
	return all
}
