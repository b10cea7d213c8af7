package stacks_test

import (
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/affected/determine"
	"github.com/gloriousflywheel/flywheel/tools/affected/gitdiff"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/stacks"
	"github.com/google/go-cmp/cmp"
)

func effect(label, environment, verb string, inputs ...string) graph.Node {
	return graph.Node{Label: label, Kind: graph.Rule, Class: "_effect", Inputs: inputs,
		Attrs: map[string][]string{"stack": {"s"}, "environment": {environment}, "verb": {verb}}}
}

func TestFind(t *testing.T) {
	common := []graph.Node{
		effect("//s:dev.plan", "dev", "plan", "//s:dev.tfvars", "//m:m"), effect("//s:dev.apply", "dev", "apply", "//s:dev.tfvars", "//m:m"),
		effect("//s:prod.plan", "prod", "plan", "//m:m"),
		{Label: "//s:dev.tfvars", Kind: graph.SourceFile}, {Label: "//m:m", Kind: graph.Rule, Class: "tofu_module", Inputs: []string{"//m:main.tf"}}, {Label: "//m:main.tf", Kind: graph.SourceFile},
	}
	after := graph.New(common)
	before := graph.New(append(common, effect("//old:x.plan", "x", "plan"), effect("//old:x.apply", "x", "apply")))
	for _, tc := range []struct {
		name  string
		seeds map[string]string
		want  []stacks.Stack
	}{
		{"variables of one environment", map[string]string{"//s:dev.tfvars": "s/dev.tfvars changed"},
			[]stacks.Stack{{Stack: "//s:s", Environment: "dev", Plan: "//s:dev.plan", Reason: "s/dev.tfvars changed", Path: []string{"//s:dev.tfvars", "//s:dev.plan"}}}},
		{"module of both", map[string]string{"//m:main.tf": "m/main.tf changed"}, []stacks.Stack{
			{Stack: "//s:s", Environment: "dev", Plan: "//s:dev.plan", Reason: "m/main.tf changed", Path: []string{"//m:main.tf", "//m:m", "//s:dev.plan"}},
			{Stack: "//s:s", Environment: "prod", Plan: "//s:prod.plan", Reason: "m/main.tf changed", Path: []string{"//m:main.tf", "//m:m", "//s:prod.plan"}},
		}},
		{"nothing", nil, nil},
	} {
		r := &determine.Result{Before: after, After: after, Affected: graph.Reach(after, after, tc.seeds)}
		if diff := cmp.Diff(tc.want, stacks.Find(r)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, diff)
		}
	}
	r := &determine.Result{Base: gitdiff.Commit{ID: "c0"}, Before: before, After: after, Affected: graph.Affected{}}
	want := []stacks.Stack{{Stack: "//old:s", Environment: "x", Plan: "//old:x.plan", Reason: "the environment was removed", Path: []string{"//old:x.plan"}, Removed: true, Commit: "c0"}}
	if diff := cmp.Diff(want, stacks.Find(r)); diff != "" {
		t.Errorf("removed (-want +got):\n%s", diff)
	}
}
