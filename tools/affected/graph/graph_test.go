package graph_test

import (
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/google/go-cmp/cmp"
)

func node(label string, digest byte, inputs ...string) graph.Node {
	return graph.Node{Label: label, Kind: graph.Rule, Class: "genrule", Digest: graph.Digest{digest}, Inputs: inputs}
}

func TestLabels(t *testing.T) {
	for _, tc := range []struct{ label, pkg, repo string }{
		{"//a/b:c", "a/b", ""},
		{"//:c", "", ""},
		{"@@r~1//a:c/d.txt", "@@r~1//a", "r~1"},
		{"@@r//:c", "@@r//", "r"},
		{"//a b:c:d", "a b", ""},
	} {
		if got := graph.Package(tc.label); got != tc.pkg {
			t.Errorf("package of %s = %q, want %q", tc.label, got, tc.pkg)
		}
		if got := graph.Repository(tc.label); got != tc.repo {
			t.Errorf("repository of %s = %q, want %q", tc.label, got, tc.repo)
		}
	}
	if got := graph.Canonical("@@//a:b"); got != "//a:b" {
		t.Errorf("canonical: %s", got)
	}
	if got := graph.Canonical("@@r//a:b"); got != "@@r//a:b" {
		t.Errorf("canonical: %s", got)
	}
}

func TestReach(t *testing.T) {
	base := graph.New([]graph.Node{node("//:a", 1), node("//:b", 1, "//:a"), node("//:c", 1, "//:b"), node("//:d", 1, "//:a", "//:c"), node("//:e", 1, "//:old")})
	head := graph.New([]graph.Node{node("//:a", 1), node("//:b", 1, "//:a"), node("//:c", 1, "//:b"), node("//:d", 1, "//:a", "//:c"), node("//:f", 1, "//:e")})
	got := graph.Reach(base, head, map[string]string{"//:a": "a changed"})
	want := graph.Affected{"//:a": {Text: "a changed"}, "//:b": {From: "//:a", Distance: 1}, "//:d": {From: "//:a", Distance: 1}, "//:c": {From: "//:b", Distance: 2}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"//:a", "//:b", "//:c"}, got.Path("//:c")); diff != "" {
		t.Errorf("path (-want +got):\n%s", diff)
	}
	if got.Path("//:e") != nil {
		t.Error("a path to a target that is not affected")
	}
	// An edge of the base to something that is gone, then one of the head.
	got = graph.Reach(base, head, map[string]string{"//:old": "deleted"})
	if len(got) != 3 || got["//:f"].Distance != 2 {
		t.Errorf("edges of both graphs are followed: %v", got)
	}
}

func TestUnused(t *testing.T) {
	user := node("//:user", 1, "//:a", "//:b")
	user.Unused = []string{"//:a"}
	base := graph.New([]graph.Node{node("//:a", 1), node("//:b", 1), user})
	if got := graph.Reach(base, base, map[string]string{"//:a": "x"}); len(got) != 1 {
		t.Errorf("an input that is not used: %v", got)
	}
	if got := graph.Reach(base, base, map[string]string{"//:b": "x"}); len(got) != 2 {
		t.Errorf("one that is: %v", got)
	}
	user.Unused = nil
	head := graph.New([]graph.Node{node("//:a", 1), node("//:b", 1), user})
	if got := graph.Reach(base, head, map[string]string{"//:a": "x"}); len(got) != 2 {
		t.Errorf("one that the head uses: %v", got)
	}
	if diff := cmp.Diff([]string{"//:a"}, base.Node("//:user").Unused); diff != "" || graph.Compare(base, head, true) != nil {
		t.Errorf("it is no other definition (-want +got):\n%s", diff)
	}
}

func TestReachContents(t *testing.T) {
	query := node("//:query", 1, "//:files")
	query.Class = "genquery"
	g := graph.New([]graph.Node{node("//:f", 1), node("//:files", 1, "//:f"), query, node("//:reader", 1, "//:query"), node("//:both", 1, "//:query", "//:f")})
	got := graph.ReachContents(g, g, map[string]string{"//:f": "f changed"}, map[string]bool{"//:f": true})
	want := graph.Affected{"//:f": {Text: "f changed"}, "//:files": {From: "//:f", Distance: 1}, "//:both": {From: "//:f", Distance: 1}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what a file holds is nothing to a query (-want +got):\n%s", diff)
	}
	got = graph.ReachContents(g, g, map[string]string{"//:f": "f changed", "//:files": "its definition changed"}, map[string]bool{"//:f": true})
	if diff := cmp.Diff([]string{"//:files", "//:query", "//:reader"}, got.Path("//:reader")); diff != "" {
		t.Errorf("how a target is defined is (-want +got):\n%s", diff)
	}
}

func TestCompare(t *testing.T) {
	configured := node("//:conf", 1)
	configured.Config = graph.Digest{9}
	other := node("//:class", 1)
	other.Class = "filegroup"
	base := graph.New([]graph.Node{node("//:same", 1), node("//:changed", 1), node("//:gone", 1), node("//:inputs", 1, "//:same"), node("//:conf", 1), node("//:class", 1)})
	head := graph.New([]graph.Node{node("//:same", 1), node("//:changed", 2), node("//:new", 1), node("//:inputs", 1, "//:new"), configured, other})
	got := map[string]string{}
	for _, d := range graph.Compare(base, head, true) {
		got[d.Label] = d.Text()
	}
	want := map[string]string{
		"//:changed": "its definition changed", "//:gone": "target was deleted", "//:new": "new target", "//:inputs": "its definition changed",
		"//:conf": "is configured otherwise", "//:class": "was genrule rule, is filegroup rule",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := len(graph.Compare(base, head, false)); n != 5 {
		t.Errorf("%d differences without configuration, want 5", n)
	}
}

func TestReplace(t *testing.T) {
	base := graph.New([]graph.Node{node("//p:a", 1), node("//p:b", 1), node("//q:a", 1), node("@@r//p:a", 1)})
	got := base.Replace(map[string]bool{"p": true, "new": true}, []graph.Node{node("//p:a", 2), node("//new:x", 1), node("//q:a", 7)})
	var labels []string
	for _, n := range got.Nodes() {
		labels = append(labels, n.Label)
	}
	if diff := cmp.Diff([]string{"//new:x", "//p:a", "//q:a", "@@r//p:a"}, labels); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got.Node("//q:a").Digest != (graph.Digest{1}) {
		t.Error("a package that is not replaced took a node")
	}
	if diff := cmp.Diff(map[string]bool{"p": true, "q": true}, base.Packages()); diff != "" {
		t.Errorf("packages (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"r"}, base.Repositories()); diff != "" {
		t.Errorf("repositories (-want +got):\n%s", diff)
	}
}
