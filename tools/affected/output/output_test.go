package output_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/affected/determine"
	"github.com/gloriousflywheel/flywheel/tools/affected/gitdiff"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/output"
	"github.com/gloriousflywheel/flywheel/tools/affected/stacks"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func result() *determine.Result {
	rule := func(label, class string, inputs ...string) graph.Node {
		return graph.Node{Label: label, Kind: graph.Rule, Class: class, Inputs: inputs}
	}
	after := []graph.Node{
		{Label: "//a:s", Kind: graph.SourceFile}, rule("//a:a", "genrule", "//a:s"), rule("//a/b:t", "x_test", "//a:a"), rule("//ab:ab", "genrule", "//a:a"),
		rule("//z:z", "genrule"), rule("@@r//:r", "genrule", "//a:s"), {Label: "any toolchain"},
	}
	g := graph.New(after)
	before := graph.New(append(after, rule("//old:x", "genrule")))
	return &determine.Result{Base: gitdiff.Commit{ID: "c0"}, Before: before, After: g, Affected: graph.Reach(g, g, map[string]string{"//a:s": "a/s changed"})}
}

func labels(targets []output.Target) string {
	var list []string
	for _, t := range targets {
		list = append(list, t.Label)
	}
	return strings.Join(list, " ")
}

func TestFilter(t *testing.T) {
	for _, tc := range []struct {
		name   string
		filter output.Filter
		want   string
	}{
		{"rules of the main repository", output.Filter{}, "//a/b:t //a:a //ab:ab"},
		{"tests", output.Filter{Tests: true}, "//a/b:t"},
		{"kind", output.Filter{Kind: regexp.MustCompile("source file|_test rule")}, "//a/b:t //a:s"},
		{"below a package, which is no prefix of names", output.Filter{Universe: []string{"//a/..."}}, "//a/b:t //a:a"},
		{"all but", output.Filter{Universe: []string{"-//a/b/..."}}, "//a:a //ab:ab"},
		{"the last pattern counts", output.Filter{Universe: []string{"//...", "-//a/...", "//a:all"}}, "//a:a //ab:ab"},
		{"one target", output.Filter{Universe: []string{"//ab"}}, "//ab:ab"},
	} {
		if got := labels(output.New(result(), tc.filter).Targets); got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
}

func TestFormats(t *testing.T) {
	r := output.New(result(), output.Filter{})
	r.Stacks = []stacks.Stack{
		{Stack: "//s:s", Environment: "dev", Plan: "//s:dev.plan", Reason: "x changed"},
		{Stack: "//s:s", Environment: "old", Plan: "//s:old.plan", Reason: "the environment was removed", Removed: true, Commit: "c0"},
	}
	write := func(v output.View) string {
		var b bytes.Buffer
		if err := output.Write(&b, r, v); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	for _, tc := range []struct {
		view output.View
		want string
	}{
		{output.View{Format: "labels"}, "//a/b:t\n//a:a\n//ab:ab\n"},
		{output.View{Format: "labels", Distance: true}, "//a/b:t\t2\n//a:a\t1\n//ab:ab\t2\n"},
		{output.View{Format: "labels", Deleted: true}, "//old:x\n"},
		{output.View{Format: "pattern-file"}, "//a/b:t\n//a:a\n//ab:ab\n"},
		{output.View{Format: "labels", Stacks: true}, "//s:s\tdev\tplan\tx changed\n//s:s\told\tdestroy with c0\tthe environment was removed\n"},
		{output.View{Format: "pattern-file", Stacks: true}, "//s:dev.plan\n"},
	} {
		if diff := cmp.Diff(tc.want, write(tc.view)); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", tc.view, diff)
		}
	}
	var back output.Report
	if err := json.Unmarshal([]byte(write(output.View{Format: "json"})), &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r, back, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("json (-want +got):\n%s", diff)
	}
	any, matrix, _ := strings.Cut(write(output.View{Format: "github"}), "\n")
	var m struct{ Include []map[string]string }
	if err := json.Unmarshal([]byte(strings.TrimPrefix(matrix, "matrix=")), &m); err != nil || any != "any=true" || len(m.Include) != 3 || strings.Count(matrix, "\n") != 1 {
		t.Errorf("github: %s %s %v", any, matrix, err)
	}
	var pipeline map[string]struct{ Script []string }
	if err := json.Unmarshal([]byte(write(output.View{Format: "gitlab", Stacks: true})), &pipeline); err != nil || len(pipeline) != 2 {
		t.Errorf("gitlab: %v, %v", pipeline, err)
	}
	if got := pipeline["destroy //s:s old"].Script; len(got) != 2 || got[1] != "bazel run '//s:old.destroy'" {
		t.Errorf("gitlab's destroy: %q", got)
	}
	wide := output.Report{}
	for i := range 600 {
		wide.Targets = append(wide.Targets, output.Target{Label: fmt.Sprintf("//:%d", i)})
	}
	var b bytes.Buffer
	if err := output.Write(&b, wide, output.View{Format: "github"}); err != nil {
		t.Fatal(err)
	}
	_, matrix, _ = strings.Cut(b.String(), "\nmatrix=")
	if err := json.Unmarshal([]byte(matrix), &m); err != nil || len(m.Include) > 256 || len(strings.Fields(m.Include[0]["label"])) < 2 {
		t.Errorf("GitHub makes 256 jobs of a matrix at most: %d, %v", len(m.Include), err)
	}
	if dot := write(output.View{Format: "dot"}); !strings.Contains(dot, `"//a:a" -> "//ab:ab";`) || !strings.HasSuffix(dot, "}\n") {
		t.Errorf("dot: %s", dot)
	}
}

// In a file of patterns # begins a comment: what holds such a label is written.
func TestPatternsOfOddNames(t *testing.T) {
	r := output.Report{Targets: []output.Target{{Label: "//a b:c"}, {Label: "//a:x#1"}, {Label: "//a/b/c#1/d:x"}, {Label: "//#:x"}}}
	var b strings.Builder
	if err := output.Write(&b, r, output.View{Format: "pattern-file"}); err != nil {
		t.Fatal(err)
	}
	if want := "//a b:c\n//a:all-targets\n//a/b/...\n//...\n"; b.String() != want {
		t.Errorf("%q, want %q", b.String(), want)
	}
}
