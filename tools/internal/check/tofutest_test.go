//go:build bazel

package check_test

import (
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/check"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

func TestTest(t *testing.T) {
	for _, tc := range []struct {
		name   string
		reason string
		code   int
		stderr []string
		xml    []string
	}{
		{"pass", "tests lie in the module or in its tests", check.ExitOK,
			[]string{"m/x/b.tftest.hcl\n  pass    good\nm/x/tests/a.tftest.hcl\n  pass    good\n2 passed\n"},
			[]string{`<testsuites tests="2" failures="0" errors="0">`, `<testsuite name="m/x/b.tftest.hcl" tests="1"`, `<testcase name="good" classname="m/x/tests/a.tftest.hcl">`}},
		{"fail", "a failed assertion has its place and the values", check.ExitFinding,
			[]string{"m/x/tests/a.tftest.hcl:16:21: error: Test assertion failed\n", "o is not y", `output.o is "x"`, "  fail    bad\n1 passed, 1 failed\n"},
			[]string{`<testsuites tests="2" failures="1" errors="0">`, `<failure message="m/x/tests/a.tftest.hcl:16:21: error: Test assertion failed">`}},
		{"skipped", "a run that is skipped because an earlier one broke is an error, not a pass", check.ExitFinding,
			[]string{"m/x/main.tf:14:16: error: Invalid function argument", `m/x/tests/a.tftest.hcl:11:1: error: Run "bad" was skipped`, "0 passed, 1 with errors, 1 skipped\n"},
			[]string{`<testsuites tests="2" failures="0" errors="2">`}},
		{"setup_error", "a module that does not load fails the test", check.ExitFinding,
			[]string{"m/x/main.tf:12:12: error: "}, []string{`<testcase name="setup" classname="//m/x:check">`, "m/x/main.tf:12:12: error: "}},
		{"test_syntax", "a test file that does not parse fails the test", check.ExitFinding, []string{"m/x/tests/a.tftest.hcl:10:9: error: "}, nil},
		{"none", "no tests is no success", check.ExitFinding,
			[]string{"m/x/BUILD.bazel: error: There are no tests in //m/x:check", "Write m/x/tests/main.tftest.hcl and add it to srcs of //m/x:check."}, []string{`failures="1"`}},
		{"no_runs", "a test file without runs is no test", check.ExitFinding, []string{"There are no run blocks in the tests of //m/x:check"}, nil},
		{"elsewhere", "tofu would pass over a file in another directory", check.ExitFinding,
			[]string{"m/x/checks/a.tftest.hcl: error: tofu would not run this test file", "Put it into m/x or m/x/tests."}, nil},
		{"modules", "runs may call modules of the own files and of deps, which have calls of their own", check.ExitOK, []string{"3 passed\n"}, nil},
		{"unresolved", "a run's module must be an input", check.ExitFinding,
			[]string{`m/x/tests/a.tftest.hcl:3:14: error: Module "setup" calls "./setup"`, `add "//m/x/setup" to data of //m/x:check (m/x/BUILD.bazel), or the files of m/x/setup to its data.`}, nil},
		{"provider_unknown", "a provider that only the tests use must be given as well", check.ExitFinding,
			[]string{`m/x/tests/a.tftest.hcl:1:1: error: Provider "random" is used without an entry in required_providers`, "add the provider's target to providers of //m/x:x"}, nil},
		{"condensed", "a run that is refused needs only variables: the output, which cannot be made of such values, is not; runs with equal variables are one", check.ExitOK,
			[]string{"  pass    refused\n  pass    small\n  pass    odd\n  pass    large\n4 passed\n"}, []string{`<testsuites tests="4" failures="0" errors="0">`}},
		{"condensed_fail", "what does not pass is run as it is written, and told so", check.ExitFinding,
			[]string{"m/x/tests/a.tftest.hcl:13:22: error: Missing expected failure", "m/x/tests/b.tftest.hcl:18:21: error: Test assertion failed\n", "  pass    small\n  fail    odd\n", "1 passed, 1 failed, 1 with errors\n"}, []string{`<testsuites tests="3" failures="1" errors="1">`}},
		{"provider", "real plugins find their data beside them; mocks need none", check.ExitOK, []string{"3 passed\n"}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := fixture(t, spec.KindTest, tc.name, nil)
			s.Providers = demoProviders(t)
			r := run(t, s, check.Options{})
			if r.code != tc.code {
				t.Errorf("exit code %d, want %d: %s\n%s", r.code, tc.code, tc.reason, r.stderr)
			}
			wantAll(t, r.stderr, tc.stderr)
			wantAll(t, r.xml, tc.xml)
			noPaths(t, r.report)
			golden(t, spec.KindTest, tc.name, r.report)
		})
	}
}

func TestModuleOfTestsOnly(t *testing.T) {
	s := fixture(t, spec.KindTest, "modules", nil)
	// Not in the module's closure, but among the files of the tests.
	s.Tests, s.Modules = append(s.Tests, s.Modules[1].Srcs...), s.Modules[:1]
	r := run(t, s, check.Options{})
	if r.code != check.ExitOK {
		t.Errorf("exit code %d, want 0: runs may call whatever the tests bring along\n%s", r.code, r.stderr)
	}
}

func TestShard(t *testing.T) {
	for _, tc := range []struct {
		name   string
		reason string
		opts   check.Options
		stderr string
	}{
		{"first", "files are dealt out by name", check.Options{Shard: check.Shard{Index: 0, Total: 2}}, "m/x/b.tftest.hcl\n  pass    good\n1 passed\n"},
		{"second", "each file is in one shard", check.Options{Shard: check.Shard{Index: 1, Total: 2}}, "m/x/tests/a.tftest.hcl\n  pass    good\n1 passed\n"},
		{"too many", "a shard without files says so", check.Options{Shard: check.Shard{Index: 2, Total: 3}}, "no test file is left for shard 3 of 3\n"},
		{"filtered", "the filter comes first", check.Options{Filter: "good", Shard: check.Shard{Index: 1, Total: 2}}, "m/x/tests/a.tftest.hcl\n  pass    good\n1 passed\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := run(t, fixture(t, spec.KindTest, "pass", nil), tc.opts)
			if r.code != check.ExitOK || r.stderr != tc.stderr {
				t.Errorf("exit code %d, stderr %q; want 0, %q: %s", r.code, r.stderr, tc.stderr, tc.reason)
			}
		})
	}
}

func TestFilter(t *testing.T) {
	for _, tc := range []struct {
		fixture, filter string
		reason          string
		code            int
		stderr          []string
	}{
		{"pass", "b.tftest.hcl", "a file's base name", check.ExitOK, []string{"m/x/b.tftest.hcl\n  pass    good\n1 passed\n"}},
		{"pass", "tests/a.tftest.hcl", "a file's name in the module", check.ExitOK, []string{"1 passed\n"}},
		{"pass", "m/x/tests/*", "a pattern", check.ExitOK, []string{"1 passed\n"}},
		{"pass", "good", "a run's name, in every file", check.ExitOK, []string{"2 passed\n"}},
		{"fail", "good", "a failing run that is not selected, and comes later, does not count", check.ExitOK, []string{"1 passed\n"}},
		{"skipped", "bad", "what breaks before the selected run does count", check.ExitFinding, []string{"m/x/main.tf:14:16: error: ", "1 with errors, 1 skipped"}},
		{"pass", "nothing", "to select nothing is an error that says what there is", check.ExitFinding,
			[]string{`The test filter "nothing" selects no test of //m/x:check`, "b.tftest.hcl, good, a.tftest.hcl, good."}},
	} {
		t.Run(tc.fixture+" "+tc.filter, func(t *testing.T) {
			r := run(t, fixture(t, spec.KindTest, tc.fixture, nil), check.Options{Filter: tc.filter})
			if r.code != tc.code {
				t.Errorf("exit code %d, want %d: %s\n%s", r.code, tc.code, tc.reason, r.stderr)
			}
			wantAll(t, r.stderr, tc.stderr)
		})
	}
}
