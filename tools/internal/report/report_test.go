package report_test

import (
	"bytes"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/google/go-cmp/cmp"
)

func TestNew(t *testing.T) {
	a1 := report.Diagnostic{Severity: report.Warning, Summary: "w", File: "a", Line: 1}
	a2 := report.Diagnostic{Severity: report.Error, Summary: "e", File: "a", Line: 2}
	b := report.Diagnostic{Severity: report.Error, Summary: "e", File: "b"}
	for _, tc := range []struct {
		name   string
		reason string
		diags  []report.Diagnostic
		valid  bool
		want   []report.Diagnostic
	}{
		{"none", "no findings is an empty list, not null", nil, true, []report.Diagnostic{}},
		{"warning", "warnings alone are valid", []report.Diagnostic{a1}, true, []report.Diagnostic{a1}},
		{"order", "the order of finding does not matter, and nothing is said twice", []report.Diagnostic{b, a2, a1, a2}, false, []report.Diagnostic{a1, a2, b}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := report.New("//a:a", "validate", tc.diags)
			if r.Valid != tc.valid {
				t.Errorf("valid = %v: %s", r.Valid, tc.reason)
			}
			if diff := cmp.Diff(tc.want, r.Diagnostics); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
			}
			data, err := r.Marshal()
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), "r.json")
			if err := os.WriteFile(file, data, 0o600); err != nil {
				t.Fatal(err)
			}
			if back, err := report.Read(file); err != nil || !cmp.Equal(back, r) {
				t.Errorf("read back %+v, %v; want the same", back, err)
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	for _, tc := range []struct{ name, json, want string }{
		{"unknown field", `{"v":1,"label":"l","kind":"k","valid":true,"diagnostics":[],"x":1}`, `unknown field "x"`},
		{"other version", `{"v":2,"label":"l","kind":"k","valid":true,"diagnostics":[]}`, "version 2"},
		{"contradiction", `{"v":1,"label":"l","kind":"k","valid":true,"diagnostics":[{"severity":"error","summary":"s"}]}`, "contradict"},
		{"two objects", `{"v":1,"valid":true,"diagnostics":[]}{}`, "text after the JSON object"},
		{"empty", ``, "EOF"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "r.json")
			if err := os.WriteFile(file, []byte(tc.json), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := report.Read(file)
			if err == nil || !strings.Contains(err.Error(), tc.want) || !strings.Contains(err.Error(), file) {
				t.Errorf("error %v, want one with %q and the file", err, tc.want)
			}
		})
	}
}

func TestRender(t *testing.T) {
	for _, tc := range []struct {
		name   string
		reason string
		d      report.Diagnostic
		color  bool
		want   string
	}{
		{"full", "place, snippet with caret, detail", report.Diagnostic{Severity: report.Error, Summary: "S", Detail: "D1\n\nD2", File: "f", Line: 3, Column: 3, Snippet: "ab c"}, false,
			"f:3:3: error: S\n    ab c\n      ^\n  D1\n\n  D2\n"},
		{"tab", "the caret lines up behind tabs and wide characters' bytes", report.Diagnostic{Severity: report.Error, Summary: "S", File: "f", Line: 1, Column: 4, Snippet: "\té c"}, false,
			"f:1:4: error: S\n    \té c\n    \t  ^\n"},
		{"beyond", "a column behind the line's end is no panic", report.Diagnostic{Severity: report.Error, Summary: "S", File: "f", Line: 1, Column: 4, Snippet: "a"}, false,
			"f:1:4: error: S\n    a\n       ^\n"},
		{"file only", "a file without line", report.Diagnostic{Severity: report.Warning, Summary: "S", File: "f"}, false, "f: warning: S\n"},
		{"nowhere", "no file", report.Diagnostic{Severity: report.Error, Summary: "S"}, false, "error: S\n"},
		{"color", "only the severity is coloured", report.Diagnostic{Severity: report.Error, Summary: "S"}, true, "\x1b[1;31merror\x1b[0m: S\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var b bytes.Buffer
			if err := report.Render(&b, []report.Diagnostic{tc.d}, tc.color); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, b.String()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
			}
		})
	}
}

func TestJUnit(t *testing.T) {
	data, err := report.JUnit([]report.Suite{{Name: "f", Seconds: 1.5, Cases: []report.Case{
		{Name: "ok", Output: "warned"}, {Name: "bad", Failure: "a <b>\nc\x1b[0m"}, {Name: "broken", Error: "e"},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	want := xml.Header + `<testsuites tests="3" failures="1" errors="1">
  <testsuite name="f" tests="3" failures="1" errors="1" time="1.500">
    <testcase name="ok" classname="f">
      <system-out>warned</system-out>
    </testcase>
    <testcase name="bad" classname="f">
      <failure message="a &lt;b&gt;">a &lt;b&gt;&#xA;c[0m</failure>
    </testcase>
    <testcase name="broken" classname="f">
      <error message="e">e</error>
    </testcase>
  </testsuite>
</testsuites>
`
	if diff := cmp.Diff(want, string(data)); diff != "" {
		t.Errorf("JUnit XML (-want +got):\n%s", diff)
	}
}
