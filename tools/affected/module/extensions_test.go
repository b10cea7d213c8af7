package module_test

import (
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/affected/module"
)

func TestOnlyExtensions(t *testing.T) {
	const base = `module(name = "m")
bazel_dep(name = "x", version = "1")
ext = use_extension("//:e.bzl", "ext")
ext.tag(value = "1")
use_repo(ext, "a")
file = use_repo_rule("//:f.bzl", "file")
file(name = "f")
[ext.tag(value = v) for v in ["p"]]
register_toolchains("//tc:all")
`
	for _, tt := range []struct {
		name, from, to string
		want, tags     bool
	}{
		{"a tag", `ext.tag(value = "1")`, `ext.tag(value = "2")`, true, true},
		{"one more tag", `ext.tag(value = "1")`, "ext.tag(value = \"1\")\next.tag(value = \"3\")", true, true},
		{"an imported repository", `use_repo(ext, "a")`, `use_repo(ext, "a", b = "c")`, true, false},
		{"a repository by a rule", `file(name = "f")`, `file(name = "g")`, true, false},
		{"another extension", `file(name = "f")`, "file(name = \"f\")\ne2 = use_extension(\"//:e2.bzl\", \"e2\")\ne2.t()", true, false},
		{"tags of a comprehension", `["p"]`, `["p", "q"]`, true, true},
		{"a comment", `file(name = "f")`, "# why\nfile(name = \"f\")", true, true},
		{"a dependency's version", `version = "1"`, `version = "2"`, false, false},
		{"the module's name", `name = "m"`, `name = "n"`, false, false},
		{"a registration", `//tc:all`, `//tc:one`, false, false},
		{"an override", `file(name = "f")`, `local_path_override(module_name = "x", path = "x")`, false, false},
		{"an include", `file(name = "f")`, `include("//:more.MODULE.bazel")`, false, false},
		{"a constant, which may be of anything", `module(name = "m")`, "V = \"1\"\nmodule(name = \"m\")", false, false},
		{"a call of what is no extension", `file(name = "f")`, `other(name = "f")`, false, false},
		{"what is no Starlark", `file(name = "f")`, `file(name = `, false, false},
		{"a tag of another module's extension", `"//:e.bzl", "ext")`, `"@x//:e.bzl", "ext")`, true, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := module.OnlyExtensions("MODULE.bazel", []byte(base), edited(t, base, tt.from, tt.to)); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			if got := module.OnlyTags("MODULE.bazel", []byte(base), edited(t, base, tt.from, tt.to)); got != tt.tags {
				t.Errorf("only tags: got %v, want %v", got, tt.tags)
			}
		})
	}
}

// TestTagsOfOthers: an extension of another module may be used by others, too.
func TestTagsOfOthers(t *testing.T) {
	const base = "ext = use_extension(\"@x//:e.bzl\", \"ext\")\next.tag(value = \"1\")\n"
	if module.OnlyTags("MODULE.bazel", []byte(base), edited(t, base, `"1"`, `"2"`)) {
		t.Error("told as one of the workspace's own")
	}
}

func TestOnlyExtensionsLocked(t *testing.T) {
	const base = `{"lockFileVersion": 13, "registryFileHashes": {"u": "1"}, "moduleExtensions": {"@@e//:e.bzl%e": {"general": 1}, "//:e.bzl%e": {"own": 1}}}`
	for _, tt := range []struct {
		name, from, to string
		want, own      bool
	}{
		{"what an extension told", `"general": 1`, `"general": 2`, true, false},
		{"what the workspace's own told", `"own": 1`, `"own": 2`, true, true},
		{"one extension less", `, "//:e.bzl%e": {"own": 1}`, ``, true, true},
		{"a module's file", `"u": "1"`, `"u": "2"`, false, false},
		{"the format", `13`, `14`, false, false},
		{"what is no JSON", `{"l`, `{l`, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := module.OnlyExtensionsLocked([]byte(base), edited(t, base, tt.from, tt.to)); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			if got := module.OnlyOwnLocked([]byte(base), edited(t, base, tt.from, tt.to)); got != tt.own {
				t.Errorf("only the own: got %v, want %v", got, tt.own)
			}
		})
	}
}

// edited is the text with one thing in it replaced.
func edited(t *testing.T, text, from, to string) []byte {
	t.Helper()
	if !strings.Contains(text, from) {
		t.Fatalf("there is no %q to edit", from)
	}
	return []byte(strings.Replace(text, from, to, 1))
}
