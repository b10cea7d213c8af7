package module_test

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/affected/module"
	"github.com/google/go-cmp/cmp"
)

func TestRegistered(t *testing.T) {
	const text = `module(name = "m", version = "1")
JDKS = ["remotejdk%s" % v for v in [11, 17]]
ext = use_extension("//:e.bzl", "ext", dev_dependency = True)
ext.tag(name = "x")
use_repo(ext, "a", b = "c")
[use_repo(ext, name) for name in JDKS]
rule = use_repo_rule("//:f.bzl", "rule")
rule(name = "f")
register_toolchains("//tc:all", "@a//:one")
[register_toolchains("@" + name + "//:all") for name in JDKS]
register_execution_platforms("//p:p", dev_dependency = False)
register_toolchains("//dev:tc", dev_dependency = True)
`
	always := []string{"//tc:all", "@a//:one", "@remotejdk11//:all", "@remotejdk17//:all", "//p:p"}
	for _, tt := range []struct {
		name string
		root bool
		want []string
	}{
		{"of a dependency", false, always},
		{"of the root module, with those for its development", true, append(always, "//dev:tc")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := module.Registered("MODULE.bazel", []byte(text), tt.root)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRegisteredRefuses(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"no Starlark", "module(", "m.MODULE.bazel:1"},
		{"a pattern that is no string", "register_toolchains(1)", "1 is no target pattern"},
		{"a failing expression", `register_toolchains(["a"][1])`, "out of range"},
		{"work without end", "[0 for a in range(9999) for b in range(9999)]", "steps"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := module.Registered("m.MODULE.bazel", []byte(tt.text), true)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
}

func TestOnlyModules(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  bool
	}{
		{"no WORKSPACE file", nil, true},
		{"an empty one", map[string]string{"WORKSPACE": ""}, true},
		{"one with a name", map[string]string{"WORKSPACE": "# Where it begins.\nworkspace(name = \"w\")\n"}, true},
		{"one that loads", map[string]string{"WORKSPACE": "load(\"//:x.bzl\", \"x\")\nx()\n"}, false},
		{"one that registers", map[string]string{"WORKSPACE.bazel": "register_toolchains(\"//:all\")\n"}, false},
		{"one that another stands for", map[string]string{"WORKSPACE": "register_toolchains(\"//:all\")\n", "WORKSPACE.bzlmod": ""}, true},
		{"one that is no Starlark", map[string]string{"WORKSPACE": "load("}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			read := func(name string) ([]byte, error) {
				if text, ok := tt.files[name]; ok {
					return []byte(text), nil
				}
				return nil, fs.ErrNotExist
			}
			if got := module.OnlyModules(read); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
