package check_test

import (
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/check"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

func TestDeps(t *testing.T) {
	y := map[string][]string{"m/x": {"m/y"}}
	for _, tc := range []struct {
		name   string
		reason string
		deps   map[string][]string
		want   []string
	}{
		{"ok", "the call and the dep agree", y, nil},
		{"missing_dep", "a call without dep names line, target, BUILD file and what to add", nil,
			[]string{"m/x/main.tf:3:12: error: ", `add "//m/y" to deps of //m/x:x (m/x/BUILD.bazel)`}},
		{"wrong_source", "a misspelt source is both an unknown call and an unused dep", y,
			[]string{"m/x/main.tf:2:12: error: ", `Correct the source, or add "//m/yy"`, `Remove "//m/y" from deps`}},
		{"unused_dep", "a declared dep must be called", y,
			[]string{`m/x/BUILD.bazel: error: //m/x:x declares the dep "//m/y"`, `Remove "//m/y" from deps of //m/x:x (m/x/BUILD.bazel)`}},
		{"empty", "an empty module would pass every check", nil,
			[]string{"m/x/BUILD.bazel: error: ", "Add the directory's .tf files to srcs of //m/x:x"}},
		{"remote", "nothing is downloaded", nil, []string{"m/x/main.tf:2:12: error: ", "let Bazel bring the module", `add it to deps of //m/x:x (m/x/BUILD.bazel)`}},
		{"absolute", "an absolute path is on this machine only", nil, []string{"m/x/main.tf:2:12: error: ", `has the absolute source "/etc/x"`, "Write the source as a relative path"}},
		{"bare", "tofu takes a path without ./ for a registry's address", nil, []string{"m/x/main.tf:2:12: error: ", `Write "./inner".`}},
		{"not_literal", "a source that must be evaluated cannot be compared with deps", nil, []string{"m/x/main.tf:3:12: error: ", "Write the source as a plain string"}},
		{"no_source", "a call without source means nothing", nil, []string{"m/x/main.tf:1:1: error: "}},
		{"inner", "a directory of the own srcs may be called, and its calls need deps too", y, nil},
		{"inner_missing", "a directory that is not among the srcs is not the own", nil, []string{"m/x/main.tf:2:12: error: ", "or the files of m/x/inner to its srcs."}},
		{"leaves", "no file outside the workspace can be an input", nil, []string{"m/x/main.tf:2:12: error: ", "leaves the workspace"}},
		{"itself", "tofu would not end", nil, []string{"m/x/main.tf:2:12: error: ", "calls itself"}},
		{"syntax", "syntax errors have their place, and unused deps cannot be known then", y, []string{"m/x/main.tf:2:12: error: "}},
		{"tofu_wins", "tofu ignores x.tf where x.tofu exists", y, nil},
		{"json", "JSON configuration is configuration", nil, []string{"m/x/main.tf.json:3:21: error: ", `add "//m/z" to deps`}},
		{"override", "an override file changes the source", y, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := run(t, fixture(t, spec.KindDeps, tc.name, tc.deps), check.Options{})
			wantAll(t, texts(r.report), tc.want)
			noPaths(t, r.report)
			if wantCode := min(len(tc.want), 1); r.code != wantCode {
				t.Errorf("exit code %d, want %d: %s\n%s", r.code, wantCode, tc.reason, r.stderr)
			}
			if r.code == check.ExitFinding && r.stderr != texts(r.report) {
				t.Errorf("stderr = %q, want the findings %q", r.stderr, texts(r.report))
			}
			golden(t, spec.KindDeps, tc.name, r.report)
		})
	}
}

func TestVerdict(t *testing.T) {
	for _, tc := range []struct {
		name   string
		reason string
		report string
		code   int
		want   []string
	}{
		{"valid", "no errors is a pass", "testdata/deps/ok/want.json", check.ExitOK, nil},
		{"invalid", "errors are shown and fail the test", "testdata/deps/missing_dep/want.json", check.ExitFinding, []string{"m/x/main.tf:3:12: error: "}},
		{"missing", "no report is no verdict", "testdata/none.json", check.ExitFailed, []string{"//m/x:check", "testdata/none.json"}},
		{"foreign", "another JSON file is no report", "testdata/deps/json/m/x/main.tf.json", check.ExitFailed, []string{"main.tf.json"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := run(t, &spec.Spec{V: 1, Kind: spec.KindVerdict, Label: "//m/x:check", Report: tc.report}, check.Options{})
			if r.code != tc.code {
				t.Errorf("exit code %d, want %d: %s", r.code, tc.code, tc.reason)
			}
			wantAll(t, r.stderr, tc.want)
			switch tc.code {
			case check.ExitOK:
				wantAll(t, r.xml, []string{`<testsuites tests="1" failures="0" errors="0">`, `<testcase name="deps"`})
			case check.ExitFinding:
				wantAll(t, r.xml, []string{`failures="1"`, "m/x/main.tf:3:12: error: "})
			}
		})
	}
}
