package module_test

import (
	"os"
	"slices"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/affected/module"
	"github.com/google/go-cmp/cmp"
)

func TestRead(t *testing.T) {
	files := map[string]string{
		"MODULE.bazel": `
module(name = "me", repo_name = "self")
include("//third:deps.MODULE.bazel")
ext = use_extension("@self//rules:ext.bzl", "ext")
ext.from(file = "//:go.mod", other = "@rules_go//:x", patches = [":a.patch"], text = "no label")
LOCK = "//:lock"
ext.from(file = LOCK)
foreign = use_extension("@rules_go//:ext.bzl", "foreign")
foreign.from(file = "word.txt", dir = "//dir")
use_repo(foreign, "plain", mine = "theirs")
register_toolchains("@mine//:all")
`,
		"third/deps.MODULE.bazel": `rule = use_repo_rule("//rules:repo.bzl", "rule")` + "\n" + `rule(name = "r", lock = "//third:x.lock", own = "@me//p")`,
	}
	got, err := module.Read(func(name string) ([]byte, error) {
		if text, ok := files[name]; ok {
			return []byte(text), nil
		}
		return nil, os.ErrNotExist
	})
	if err != nil {
		t.Fatal(err)
	}
	want := module.Module{
		Names: []string{"me", "self"}, Files: []string{"MODULE.bazel", "third/deps.MODULE.bazel"},
		Starlark:   []string{"//rules:ext.bzl", "//rules:repo.bzl"},
		Mentioned:  []string{"a.patch", "dir/dir", "go.mod", "lock", "p/p", "third/deps.MODULE.bazel", "third/x.lock"},
		Words:      []string{"word.txt"},
		Referred:   []string{"mine", "rules_go"},
		Called:     map[string]string{"mine": "theirs", "plain": "plain"},
		Extensions: true,
	}
	tags := got.Tags
	got.Tags = nil
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"//:go.mod"}, tags["file"][:1]); diff != "" || !slices.Contains(tags["file"], "//:lock") || tags["dir"] != nil {
		t.Errorf("tags: %v", tags)
	}
	if diff := cmp.Diff([]string{"mine", "theirs"}, got.Named("mine")); diff != "" {
		t.Error(diff)
	}
	if !got.Main("me") || !got.Main("") || got.Main("rules_go") {
		t.Error("the workspace's own names")
	}
	if m, err := module.Read(func(string) ([]byte, error) { return nil, os.ErrNotExist }); err != nil || m.Extensions {
		t.Errorf("without MODULE.bazel: %+v, %v", m, err)
	}
}

func TestSame(t *testing.T) {
	const base = "module(name = \"m\", version = \"1\")\nbazel_dep(name = \"x\", version = \"2\")\n"
	for _, tc := range []struct {
		name, text string
		want       bool
	}{
		{"comments", "# Words.\n\nmodule(name = \"m\", version = \"1\")  # more\nbazel_dep(name = \"x\", version = \"2\")\n# End.\n", true},
		{"form", "module(\n    name = 'm',\n    version = '1',\n)\nbazel_dep(name = 'x', version = '2')", true},
		{"version", "module(name = \"m\", version = \"1\")\nbazel_dep(name = \"x\", version = \"3\")\n", false},
		{"order, which decides", "bazel_dep(name = \"x\", version = \"2\")\nmodule(name = \"m\", version = \"1\")\n", false},
		{"broken", "module(", false},
	} {
		if got := module.Same("MODULE.bazel", []byte(base), []byte(tc.text)); got != tc.want {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
		}
	}
}
