package module_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/affected/module"
	"github.com/google/go-cmp/cmp"
)

func TestOwnRepos(t *testing.T) {
	const base = `module(name = "m")
bazel_dep(name = "x", version = "1")
ext = use_extension("//:e.bzl", "ext", dev_dependency = True)
ext.tag(value = "1")
use_repo(ext, "a", b = "c")
file = use_repo_rule("//:f.bzl", "file")
file(name = "f", of = "@x//:f")
register_toolchains("@a//:all")
`
	names := func(text string) ([]string, bool) {
		found, ok := module.OwnRepos(reader(text))
		return slices.Sorted(maps.Keys(found)), ok
	}
	got, ok := names(base)
	if diff := cmp.Diff([]string{"a", "b", "f"}, got); diff != "" || !ok {
		t.Errorf("known = %v (-want +got):\n%s", ok, diff)
	}
	for _, tt := range []struct{ name, from, to string }{
		{"a tag with one of them, for an extension to read", `value = "1"`, `value = "@a//:x"`},
		{"a rule with one", `"@x//:f"`, `"@b//:f"`},
		{"a tag that is computed", `value = "1"`, `value = V`},
		{"tags of a comprehension", `ext.tag(value = "1")`, `[ext.tag(value = v) for v in ["1"]]`},
		{"repositories that are computed", `"a", b = "c"`, `**{"b": "c"}`},
		{"a repository given to another extension", "use_repo(ext", "inject_repo(ext, \"a\")\nuse_repo(ext"},
		{"an extension for each module by itself", "dev_dependency = True", "isolate = True"},
		{"an argument without a name where none belongs", "dev_dependency = True", "True"},
		{"what is no Starlark", "module(", "module(("},
	} {
		text := strings.Replace(base, tt.from, tt.to, 1)
		if _, ok := names(text); ok || text == base {
			t.Errorf("%s: it is told who may depend on them", tt.name)
		}
	}
}
