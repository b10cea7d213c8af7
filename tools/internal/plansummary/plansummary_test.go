package plansummary

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/google/go-cmp/cmp"
)

// update rewrites the goldens: go test ./tools/internal/plansummary -update.
var update = flag.Bool("update", false, "rewrite the goldens")

func input(t *testing.T) Input {
	t.Helper()
	plan, err := os.ReadFile(filepath.Join("testdata", "plan.json"))
	if err != nil {
		t.Fatal(err)
	}
	return Input{
		Preview: true, Stack: "//s:s", Environment: "dev", Mode: "apply", Plan: plan, Marker: func(string) string { return "_" },
		LeftOut:  []LeftOut{{What: "import block", Where: "s/main.tf:3"}},
		Warnings: []report.Diagnostic{{Severity: report.Warning, Summary: "Careful", Detail: "It is <b>near</b> @all.\nMore.", File: "s/main.tf", Line: 4}},
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got; rewrite with -update):\n%s", path, diff)
	}
}

func TestSummary(t *testing.T) {
	s, err := New(input(t))
	if err != nil {
		t.Fatal(err)
	}
	data, err := s.JSON()
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "want.json", string(data))
	golden(t, "want.md", s.Markdown())
	for _, secret := range []string{"hush", `"_"`, "timestamp"} {
		if strings.Contains(string(data)+s.Markdown(), secret) {
			t.Errorf("%q must not be in a summary", secret)
		}
	}
}

// A plan is the same, but for what only a preview has.
func TestPlanIsNoPreview(t *testing.T) {
	in := input(t)
	in.Preview, in.Marker, in.LeftOut, in.Warnings = false, nil, nil, nil
	s, err := New(in)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.NotRead) > 0 {
		t.Errorf("a plan reads what it can: %v", s.NotRead)
	}
	text := s.Markdown()
	if !strings.HasPrefix(text, "## Plan: ") || strings.Contains(strings.ToLower(text), "preview") {
		t.Errorf("it must not be called a preview:\n%s", text)
	}
}

func TestNothing(t *testing.T) {
	s, err := New(Input{Preview: true, Stack: "//s:s", Environment: "dev", Mode: "destroy", Plan: []byte(`{"format_version":"1.2"}`)})
	if err != nil {
		t.Fatal(err)
	}
	if s.Changes || !strings.Contains(s.Markdown(), "**No changes.**") {
		t.Errorf("changes = %v:\n%s", s.Changes, s.Markdown())
	}
	data, err := s.JSON()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(data), "null") {
		t.Errorf("empty lists are lists:\n%s", data)
	}
	if _, err := New(Input{Plan: []byte("x")}); err == nil {
		t.Error("what is no plan is an error")
	}
}

// A comment that would be too long ends its lists, and not in the middle of
// something; what is destroyed is still there.
func TestMarkdownIsBounded(t *testing.T) {
	var changes []string
	for i := range 3000 {
		changes = append(changes, fmt.Sprintf(`{"address":"k_pod.created_%d","mode":"managed","change":{"actions":["create"]}}`, i))
	}
	changes = append(changes, `{"address":"k_pod.lost","mode":"managed","change":{"actions":["delete"]}}`,
		`{"address":"data.k.d","mode":"data","change":{"actions":["read"]}}`)
	s, err := New(Input{Preview: true, Stack: "//s:s", Environment: "dev", Mode: "apply", Plan: []byte(`{"resource_changes":[` + strings.Join(changes, ",") + `]}`)})
	if err != nil {
		t.Fatal(err)
	}
	text := s.Markdown()
	if len(text) > MaxMarkdown {
		t.Errorf("%d bytes, want at most %d", len(text), MaxMarkdown)
	}
	for _, want := range []string{"`k_pod.lost`", "Created (3000)", "more, for which there is no room here", "Not read in a preview (1)"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Count(text, "<details>") != strings.Count(text, "</details>") {
		t.Error("a section is left open")
	}
}

func TestCode(t *testing.T) {
	for _, tc := range []struct{ name, reason, in, want string }{
		{"plain", "a code span", "a.b", "`a.b`"},
		{"backticks", "a longer fence than any inside", "a[\"``x\"]", "```a[\"``x\"]```"},
		{"at an end", "a space keeps the fence apart", "`", "`` ` ``"},
		{"lines", "a code span is one line", "a\nb", "`a b`"},
		{"empty", "an empty span would be text", "", "` `"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := code(tc.in); strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(tc.want), " ") {
				t.Errorf("code(%q) = %q, want %q: %s", tc.in, got, tc.want, tc.reason)
			}
		})
	}
}

// Secrets are hidden wherever the plan may have them, whatever their type.
func TestMask(t *testing.T) {
	for _, tc := range []struct{ name, value, mask, want string }{
		{"all", `{"a":"s3cret"}`, `true`, `"(sensitive value)"`},
		{"none", `{"a":"s3cret"}`, `{}`, `{"a":"s3cret"}`},
		{"number", `{"a":12345}`, `{"a":true}`, `{"a":"(sensitive value)"}`},
		{"null", `{"a":null}`, `{"a":true}`, `{"a":null}`},
		{"deep", `{"a":[{"b":"x"},{"b":"y"}]}`, `{"a":[{},{"b":true}]}`, `{"a":[{"b":"x"},{"b":"(sensitive value)"}]}`},
		{"longer mask", `[1]`, `[false,true]`, `[1]`},
		{"other shape", `"x"`, `{"a":true}`, `"x"`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var value, mask any
			for text, to := range map[string]*any{tc.value: &value, tc.mask: &mask} {
				if err := json.Unmarshal([]byte(text), to); err != nil {
					t.Fatal(err)
				}
			}
			got, err := json.Marshal((&cleaner{secrets: map[string]bool{}}).mask(value, mask))
			if err != nil || string(got) != tc.want {
				t.Errorf("got %s, %v, want %s", got, err, tc.want)
			}
		})
	}
}

func TestText(t *testing.T) {
	for _, tc := range []struct {
		name, reason, output, want string
	}{
		{"text", "the stack's own words", "table", "| a |\n"},
		{"secret", "a summary never tells one", "secret", ""},
		{"no text", "an object is none", "object", ""},
		{"not known", "there is nothing to tell", "later", ""},
		{"none", "it was not asked for", "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s, err := New(Input{Text: tc.output, Plan: []byte(`{"output_changes": {
				"table": {"actions": ["create"], "after": "| a |\n", "after_sensitive": false},
				"secret": {"actions": ["create"], "after": "hush", "after_sensitive": true},
				"object": {"actions": ["create"], "after": {"a": 1}, "after_sensitive": false},
				"later": {"actions": ["create"], "after_unknown": true, "after_sensitive": false}}}`)})
			if err != nil {
				t.Fatal(err)
			}
			if s.Text != tc.want {
				t.Errorf("text %q, want %q: %s", s.Text, tc.want, tc.reason)
			}
			if has := strings.Contains(s.Markdown(), "| a |\n\n"); has != (tc.want != "") {
				t.Errorf("in the Markdown: %v: %s", has, tc.reason)
			}
		})
	}
}
