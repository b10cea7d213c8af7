package phases_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/affected/loads"
	"github.com/gloriousflywheel/flywheel/tools/affected/phases"
	"github.com/google/go-cmp/cmp"
)

// base is a workspace's Starlark; of BUILD files only what they load counts.
func base() map[string]string {
	return map[string]string{
		"//r:word.bzl": "WORD = \"a\"\nWORDS = [\"a\"]\n",
		"//r:run.bzl": `load(":word.bzl", "WORD")

def run(ctx):
    return _inner(ctx)

def _inner(ctx):
    return WORD + ctx.label.name
`,
		"//r:rules.bzl": `"""Rules."""

load(":aspect.bzl", "tag")
load(":run.bzl", "run")

_DOC = "about it"

def _impl(ctx):
    # Words.
    return run(ctx)

def _impl_test(ctx):
    return []

_ATTRS = {"deps": attr.label_list(aspects = [tag])}

one = rule(_impl, attrs = _ATTRS)

one_test = rule(implementation = _impl_test, test = True)

_hidden = rule(implementation = _impl)

def named(name, size = "s"):
    one(name = name, size = size)

def plain(name):
    native.filegroup(name = name)
`,
		"//r:aspect.bzl": `def _tag_impl(target, ctx):
    return []

tag = aspect(_tag_impl, attr_aspects = ["deps"])
`,
		"//r:outer.bzl": `load(":rules.bzl", r = "one")

def outer(name):
    r(name = name)
`,
		"//l:dicts.bzl": "dicts = struct()\n",
		"//r:computed.bzl": `load("//l:dicts.bzl", "dicts")

def _impl(ctx):
    return []

computed = rule(_impl, attrs = dicts.add({}, {}))
`,
		"//a:BUILD": "load(\"//r:rules.bzl\", \"one\")\n",
		"//b:BUILD": "load(\"//r:outer.bzl\", \"outer\")\n",
	}
}

func graphOf(t *testing.T, files map[string]string) loads.Graph {
	t.Helper()
	g := loads.Graph{}
	for label, text := range files {
		f, err := loads.Parse(label, []byte(text), func(repo string) bool { return repo == "" })
		if err != nil {
			t.Fatal(err)
		}
		g[label] = f
	}
	return g
}

// of is the effect of replacing words in one file, after which the extra files are
// there on both sides.
func of(t *testing.T, label, old, new string, extra map[string]string) (phases.Effect, bool) {
	t.Helper()
	before := base()
	maps.Copy(before, extra)
	after := maps.Clone(before)
	after[label] = strings.Replace(before[label], old, new, 1)
	if after[label] == before[label] {
		t.Fatalf("%s has no %q", label, old)
	}
	read := func(files map[string]string) func(string) ([]byte, error) {
		return func(label string) ([]byte, error) { return []byte(files[label]), nil }
	}
	return phases.Of(phases.Code{
		Loads: graphOf(t, before), Before: read(before), After: read(after), Main: func(repo string) bool { return repo == "" },
	}, []string{label})
}

func TestEffect(t *testing.T) {
	all := []string{"_hidden", "one"}
	for _, tc := range []struct {
		name, label, old, new string
		loading, rules        []string
	}{
		{"comment", "//r:rules.bzl", "# Words.", "# Others.", nil, nil},
		{"comment less", "//r:rules.bzl", "    # Words.\n", "", nil, nil},
		{"documentation of the file", "//r:rules.bzl", `"""Rules."""`, `"""All."""`, nil, nil},
		{"an implementation", "//r:rules.bzl", "return run(ctx)", "return [run(ctx)]", nil, all},
		{"that of a rule with computed attributes", "//r:computed.bzl", "return []", "return [1]", nil, []string{"computed"}},
		{"that of a test", "//r:rules.bzl", "return []", "return [1]", nil, []string{"one_test"}},
		{"a function that implementations call, in another file", "//r:run.bzl", "WORD +", "WORD + WORD +", []string{"//r:run.bzl"}, all},
		{"a value of one, two files away", "//r:word.bzl", `"a"`, `"b"`, []string{"//r:run.bzl", "//r:word.bzl"}, all},
		{"a value of nobody", "//r:word.bzl", `["a"]`, `["b"]`, []string{"//r:word.bzl"}, nil},
		{"an aspect's implementation is one of the rules with it", "//r:aspect.bzl", "return []", "return [1]", nil, []string{"one"}},
		{"a macro", "//r:rules.bzl", "one(name = name, size", "one(name = name, tags = [], size", []string{"//r:rules.bzl"}, nil},
		{"a macro's default", "//r:rules.bzl", `size = "s"`, `size = "m"`, []string{"//r:rules.bzl"}, nil},
		{"an implementation that uses what all Bazels have", "//r:rules.bzl", "return []", "return [DefaultInfo(files = depset([]))]", nil, []string{"one_test"}},
		{"a new function", "//r:rules.bzl", "def plain", "def new(name):\n    pass\n\ndef plain", []string{"//r:rules.bzl"}, nil},
		{"a new private function", "//r:rules.bzl", "def plain", "def _new(name):\n    pass\n\ndef plain", nil, nil},
		{"a private value of nobody", "//r:rules.bzl", `"about it"`, `"more of it"`, nil, nil},
	} {
		e, ok := of(t, tc.label, tc.old, tc.new, nil)
		if !ok {
			t.Errorf("%s: cannot be told", tc.name)
			continue
		}
		if diff := cmp.Diff(tc.loading, slices.Sorted(maps.Keys(e.Loading))); diff != "" {
			t.Errorf("%s: files that load otherwise (-want +got):\n%s", tc.name, diff)
		}
		if diff := cmp.Diff(tc.rules, slices.Sorted(maps.Keys(e.Rules))); diff != "" {
			t.Errorf("%s: rules (-want +got):\n%s", tc.name, diff)
		}
	}
}

// TestUntold: where more may happen than that names get other values, Bazel has to
// tell.
func TestUntold(t *testing.T) {
	for _, tc := range []struct {
		name, label, old, new string
		extra                 map[string]string
	}{
		{"attributes of a rule", "//r:rules.bzl", `attr.label_list(`, `attr.label(`, nil},
		{"arguments of a rule", "//r:rules.bzl", "attrs = _ATTRS)", "attrs = {})", nil},
		{"name that is not there", "//r:rules.bzl", "return []", "return nothing", nil},
		{"name of another function's", "//r:run.bzl", "return _inner(ctx)", "return name", map[string]string{}},
		{"no Starlark", "//r:rules.bzl", "return []", "return [", nil},
		{"Python", "//r:rules.bzl", "return []", "return b\"bytes\"", nil},
		{"another load", "//r:rules.bzl", `"tag"`, `tag = "other"`, nil},
		{"file that is loaded no more", "//r:run.bzl", "load(\":word.bzl\", \"WORD\")\n", "WORD = \"a\"\n", nil},
		{"function that is gone", "//r:rules.bzl", "def plain", "def simple", nil},
		{"value instead of a function", "//r:rules.bzl", "def plain(name):\n    native.filegroup(name = name)\n", "plain = None\n", nil},
		{"value that is computed", "//r:word.bzl", `"a"`, `"a" % 1`, nil},
		{"call at the top", "//r:word.bzl", "WORDS", "print(WORD)\nWORDS", nil},
		{"name that is bound twice", "//r:word.bzl", "WORDS", "WORD = 1\nWORDS", nil},
		{"value of which another is computed", "//r:word.bzl", `"a"`, `1`, map[string]string{"//r:more.bzl": "load(\":word.bzl\", \"WORD\")\nMORE = WORD + \"b\"\n"}},
		{"function that makes a value", "//r:run.bzl", "WORD + ctx", "ctx", map[string]string{"//r:more.bzl": "load(\":run.bzl\", \"run\")\nMORE = run(struct())\n"}},
		{"function that makes rules", "//r:run.bzl", "WORD + ctx", "ctx", map[string]string{"//r:more.bzl": "load(\":run.bzl\", \"run\")\ndef make():\n    return rule(run)\nmade = make()\n"}},
		{"rule that another function makes of an aspect", "//r:aspect.bzl", "return []", "return [1]", map[string]string{
			"//r:make.bzl": "def make(**kwargs):\n    return rule(**kwargs)\n",
			"//r:more.bzl": "load(\":aspect.bzl\", \"tag\")\nload(\":make.bzl\", \"make\")\nmade = make(attrs = {\"a\": attr.label(aspects = [tag])})\n",
		}},
		{"aspect that a method puts into attributes", "//r:aspect.bzl", "return []", "return [1]", map[string]string{
			"//r:more.bzl": "load(\":aspect.bzl\", \"tag\")\n_A = {}\n_A.update({\"a\": attr.label(aspects = [tag])})\ndef _i(ctx):\n    return []\nmore = rule(_i, attrs = _A)\n",
		}},
		{"aspect that a function puts into attributes", "//r:aspect.bzl", "return []", "return [1]", map[string]string{
			"//r:more.bzl": "load(\":aspect.bzl\", \"tag\")\n_A = {}\ndef put(x):\n    _A[\"a\"] = x\n    return {}\ndef _i(ctx):\n    return []\none = rule(_i, attrs = put(tag))\nmore = rule(_i, attrs = _A)\n",
		}},
		{"rule that is not Bazel's", "//r:run.bzl", "WORD + ctx", "ctx", map[string]string{"//r:more.bzl": "load(\":run.bzl\", \"run\")\ndef rule(f):\n    return f(1)\nmade = rule(run)\n"}},
		{"rule by another name", "//r:run.bzl", "WORD + ctx", "ctx", map[string]string{"//r:more.bzl": "load(\":run.bzl\", \"run\")\nnew = rule\nmade = new(run)\n"}},
		{"file that is loaded by all", "//r:word.bzl", `"a"`, `"b"`, map[string]string{"//tools:prelude_bazel": "load(\"//r:word.bzl\", \"WORD\")\n"}},
	} {
		if e, ok := of(t, tc.label, tc.old, tc.new, tc.extra); ok && !tells(e, tc.extra) {
			t.Errorf("%s: %v", tc.name, e)
		}
	}
}

// tells says whether an effect is of all extra files.
func tells(e phases.Effect, extra map[string]string) bool {
	for label := range extra {
		if !e.Loading[label] {
			return false
		}
	}
	return len(extra) > 0
}
