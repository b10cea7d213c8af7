package bazelq_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/affected/bazelq"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"google.golang.org/protobuf/encoding/protowire"
)

// msg makes a message of fields: a string or []byte is of the bytes type, an int
// of the varint type.
func msg(fields ...any) []byte {
	var out []byte
	for i := 0; i < len(fields); i += 2 {
		num := protowire.Number(fields[i].(int))
		switch v := fields[i+1].(type) {
		case string:
			out = protowire.AppendString(protowire.AppendTag(out, num, protowire.BytesType), v)
		case []byte:
			out = protowire.AppendBytes(protowire.AppendTag(out, num, protowire.BytesType), v)
		case int:
			out = protowire.AppendVarint(protowire.AppendTag(out, num, protowire.VarintType), uint64(v))
		}
	}
	return out
}

func rule(extra ...any) []byte {
	return msg(1, 1, 2, msg(append([]any{1, "@@//a:r", 2, "my_test"}, extra...)...))
}

func hash(value string) []byte { return msg(1, "$internal_attr_hash", 2, 2, 5, value) }

func TestParseTarget(t *testing.T) {
	for _, tc := range []struct {
		name string
		msg  []byte
		want graph.Node
	}{
		{"rule", rule(4, hash("x"), 4, msg(1, "tags", 6, "b", 6, "a"), 5, "@@//a:s", 5, "@@r~1//:x", 5, "@@//a:s", 6, "@@//a:out"),
			graph.Node{Label: "//a:r", Kind: graph.Rule, Class: "my_test", Attrs: map[string][]string{"tags": {"b", "a"}}, Inputs: []string{"//a:s", "@@r~1//:x"}}},
		{"visibility is an edge, but not to pseudo targets",
			rule(4, msg(1, "visibility", 6, "@@//visibility:public", 6, "@@//b:__pkg__", 6, "@@//b:group"), 4, msg(1, "toolchain", 5, "@@//a:impl")),
			graph.Node{Label: "//a:r", Kind: graph.Rule, Class: "my_test", Attrs: map[string][]string{"toolchain": {"@@//a:impl"}, "visibility": {"@@//b:group"}}, Inputs: []string{"//b:group"}}},
		{"build setting", rule(4, msg(1, "build_setting_default", 3, 7)),
			graph.Node{Label: "//a:r", Kind: graph.Rule, Class: "my_test", Attrs: map[string][]string{"build_setting_default": {"set"}}}},
		{"source file", msg(1, 2, 3, msg(1, "@@//a:s", 4, "@@//a:group", 5, "@@//a:group")), graph.Node{Label: "//a:s", Kind: graph.SourceFile, Inputs: []string{"//a:group"}}},
		{"name in UTF-8 twice, as Bazel 7 writes it", msg(1, 2, 3, msg(1, "@@//a:\u00c3\u00a4")), graph.Node{Label: "//a:ä", Kind: graph.SourceFile}},
		{"name in UTF-8", msg(1, 2, 3, msg(1, "@@//a:ä日")), graph.Node{Label: "//a:ä日", Kind: graph.SourceFile}},
		{"generated file", msg(1, 3, 4, msg(1, "@@//a:out", 2, "@@//a:r")), graph.Node{Label: "//a:out", Kind: graph.GeneratedFile, Inputs: []string{"//a:r"}}},
		{"package group", msg(1, 4, 5, msg(1, "@@//a:g", 2, "//a", 3, "@@//b:g")), graph.Node{Label: "//a:g", Kind: graph.PackageGroup, Attrs: map[string][]string{"packages": {"//a"}}, Inputs: []string{"//b:g"}}},
		{"environment group", msg(1, 5, 6, msg(1, "@@//a:e", 2, "@@//a:x", 3, "@@//a:x")), graph.Node{Label: "//a:e", Kind: graph.EnvironmentGroup, Inputs: []string{"//a:x"}}},
	} {
		got, _, err := bazelq.ParseTarget(tc.msg)
		if err != nil {
			t.Fatalf("%s: %v", tc.name, err)
		}
		if diff := cmp.Diff(tc.want, got, cmpopts.IgnoreFields(graph.Node{}, "Digest"), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, diff)
		}
	}
	for name, bad := range map[string][]byte{"cut": rule()[:5], "unknown kind": msg(1, 9, 9, msg(1, "@@//a:x"))} {
		if _, _, err := bazelq.ParseTarget(bad); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, broken, _ := bazelq.ParseTarget(msg(1, 2, 3, msg(1, "@@//a:BUILD", 9, 1))); !broken {
		t.Error("a package with errors is not told")
	}
}

func TestDigest(t *testing.T) {
	of := func(m []byte) graph.Digest {
		n, _, err := bazelq.ParseTarget(m)
		if err != nil {
			t.Fatal(err)
		}
		return n.Digest
	}
	base := of(rule(4, hash("x"), 5, "@@//a:s", 5, "@@//a:u"))
	for _, tc := range []struct {
		name string
		msg  []byte
		same bool
	}{
		{"order of inputs is Bazel's", rule(4, hash("x"), 5, "@@//a:u", 5, "@@//a:s"), true},
		{"where it stands", rule(3, "/x/BUILD:7:1", 4, hash("x"), 5, "@@//a:s", 5, "@@//a:u"), true},
		{"attributes", rule(4, hash("y"), 5, "@@//a:s", 5, "@@//a:u"), false},
		{"implementation", rule(4, hash("x"), 4, msg(1, "$rule_implementation_hash", 5, "z"), 5, "@@//a:s", 5, "@@//a:u"), false},
		{"inputs, which follow from attributes and class", rule(4, hash("x")), true},
		{"outputs, likewise", rule(4, hash("x"), 5, "@@//a:s", 5, "@@//a:u", 6, "@@//a:o"), true},
		{"whom it is visible to", rule(4, hash("x"), 4, msg(1, "visibility", 6, "@@//b:group")), false},
	} {
		if got := of(tc.msg) == base; got != tc.same {
			t.Errorf("%s: same digest = %v, want %v", tc.name, got, tc.same)
		}
	}
}

// fake writes a program that stands for Bazel, and returns it.
func fake(t *testing.T, script string) *bazelq.Bazel {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "bazel")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
	return &bazelq.Bazel{Program: path, Workspace: dir, Startup: []string{"--output_base=/o"}, Flags: []string{"--config=ci"}}
}

func TestQuery(t *testing.T) {
	stream := protowire.AppendBytes(nil, rule(4, hash("x")))
	stream = protowire.AppendBytes(stream, msg(1, 2, 3, msg(1, "@@//b:BUILD", 9, 1)))
	file := filepath.Join(t.TempDir(), "answer")
	if err := os.WriteFile(file, stream, 0o644); err != nil {
		t.Fatal(err)
	}
	b := fake(t, `echo "$@" >args; cat "`+file+`"; echo "ERROR: b is broken
ERROR: error loading package 'it\047s': cannot load '//x:y.bzl': no such file
ERROR: Skipping '//a:all': error loading package 'a/b': at x.bzl:1:1: compilation failed
ERROR: error loading package '@@r//c': cannot load it" >&2; exit 3`)
	a, err := b.Query(t.Context(), bazelq.Packages([]string{"a", "b c"}))
	if err != nil || len(a.Nodes) != 2 {
		t.Fatalf("%+v, %v", a, err)
	}
	if len(a.Problems) != 4 || a.Problems[0] != "ERROR: b is broken" {
		t.Errorf("problems %q", a.Problems)
	}
	if diff := cmp.Diff([]string{"a/b", "b", "it's"}, a.Broken); diff != "" {
		t.Errorf("broken packages (-want +got):\n%s", diff)
	}
	args, err := os.ReadFile(filepath.Join(b.Workspace, "args"))
	if err != nil || !strings.HasPrefix(string(args), "--output_base=/o query --config=ci ") {
		t.Errorf("arguments %q, %v: startup options, command, flags, in this order", args, err)
	}
	if a.Brief || !strings.Contains(string(args), " --proto:rule_inputs_and_outputs ") {
		t.Errorf("arguments %q: the inputs of rules are wanted", args)
	}
	a, err = b.QueryBriefly(t.Context(), "x")
	args, _ = os.ReadFile(filepath.Join(b.Workspace, "args"))
	if err != nil || !a.Brief || !strings.Contains(string(args), " --noproto:rule_inputs_and_outputs ") {
		t.Errorf("arguments %q, %v: no inputs of rules are wanted", args, err)
	}
	if got, want := bazelq.Packages([]string{"a", "b c"}), `"//a:all-targets" + "//b c:all-targets"`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestFlagsOfBuilds(t *testing.T) {
	b := fake(t, `case "$*" in
*--config=ci*) echo "ERROR: Config value 'ci' is not defined in any .rc file" >&2; exit 2 ;;
*--define=*) echo "ERROR: --define=a=b :: Unrecognized option: --define" >&2; exit 2 ;;
*--registry=x*) echo /base ;;
esac`)
	b.Flags = []string{"--config=ci", "--registry=x", "--define=a=b"}
	if info, err := b.Info(t.Context(), "output_base"); err != nil || info["output_base"] != "/base" {
		t.Errorf("%v, %v; want the flags that the command knows", info, err)
	}
	if _, _, err := b.Configure(t.Context(), "x"); err == nil {
		t.Error("an analysis without the user's flags is another one")
	}
}

// TestOtherReleases: one that knows less is asked without what is only for speed, and never
// without what the answer means something else without.
func TestOtherReleases(t *testing.T) {
	for _, tc := range []struct {
		refused string
		ok      bool
	}{
		{"--noproto:flatten_selects", true},
		{"--include_aspects", true},
		{"--proto:include_synthetic_attribute_hash", false},
		{"--consistent_labels", false},
	} {
		b := fake(t, `case "$*" in
*`+tc.refused+`*) echo "ERROR: `+tc.refused+` :: Unrecognized option: `+tc.refused+`" >&2; exit 2 ;;
esac`)
		_, err := b.Query(t.Context(), "x")
		_, _, analysed := b.Configure(t.Context(), "x")
		if tc.refused == "--include_aspects" {
			err = analysed // The query has no such flag.
		}
		if (err == nil) != tc.ok {
			t.Errorf("without %s: %v", tc.refused, err)
		}
	}
}

// TestUnanalysed: what cannot be analysed is told by label, beside the actions of the rest.
func TestUnanalysed(t *testing.T) {
	answer := filepath.Join(t.TempDir(), "answer")
	if err := os.WriteFile(answer, msg(3, msg(1, 1, 2, "//a:fine"), 2, msg(1, 1, 3, "key")), 0o600); err != nil {
		t.Fatal(err)
	}
	b := fake(t, `case "$*" in
*aquery*) cat '`+answer+`'; echo "ERROR: /w/a/BUILD:4:15: in r rule //a:bad:" >&2
echo "ERROR: /w/a/BUILD:4:15: Analysis of target '@@//a:bad' failed" >&2; exit 1 ;;
*) echo /base ;;
esac`)
	made, problems, err := b.Actions(t.Context(), "x")
	if err != nil || made.Empty() || problems == nil || len(problems.Messages) == 0 {
		t.Fatalf("%v, %v; want the actions that there are, and the problem", problems, err)
	}
	if diff := cmp.Diff(map[string]bool{"//a:bad": true}, problems.Labels); diff != "" {
		t.Errorf("labels (-want +got):\n%s", diff)
	}
}

func TestFailures(t *testing.T) {
	_, err := fake(t, "echo 'ERROR: no workspace' >&2; exit 2").Query(t.Context(), "x")
	var failed *bazelq.CommandError
	if !errors.As(err, &failed) || failed.Code != 2 || !strings.Contains(err.Error(), "no workspace") {
		t.Errorf("%v; want exit code 2 and the message", err)
	}
	if _, err := fake(t, "printf '\\005ab'").Query(t.Context(), "x"); err == nil {
		t.Error("an answer that is cut off is an error")
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("stopped"))
	if _, err := fake(t, "sleep 60").Query(ctx, "x"); err == nil || !strings.Contains(err.Error(), "stopped") {
		t.Errorf("%v; want the cause of the interruption", err)
	}
}

func TestFind(t *testing.T) {
	workspace, bin := t.TempDir(), t.TempDir()
	t.Setenv("PATH", bin)
	if _, err := bazelq.Find(workspace, ""); !errors.Is(err, bazelq.ErrNoBazel) || !strings.Contains(err.Error(), "--bazel") {
		t.Errorf("none: %v", err)
	}
	make := func(path string) string {
		os.MkdirAll(filepath.Dir(path), 0o755)
		if err := os.WriteFile(path, []byte("#!/bin/sh\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, path := range []string{filepath.Join(bin, "bazel"), filepath.Join(bin, "bazelisk"), filepath.Join(workspace, "tools/bazel")} {
		// Each is preferred to those before it.
		want := make(path)
		if got, err := bazelq.Find(workspace, ""); got != want || err != nil {
			t.Errorf("%s, %v; want %s", got, err, want)
		}
	}
	given := make(filepath.Join(bin, "mine"))
	if got, err := bazelq.Find(workspace, given); got != given || err != nil {
		t.Errorf("%s, %v; want %s", got, err, given)
	}
	if _, err := bazelq.Find(workspace, filepath.Join(bin, "none")); err == nil || !strings.Contains(err.Error(), "--bazel") {
		t.Errorf("a given program that is not there: %v", err)
	}
}
