package classify_test

import (
	"context"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/affected/classify"
	"github.com/gloriousflywheel/flywheel/tools/affected/gitdiff"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/loads"
	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// state is the files of one side.
type state map[string]string

func (s state) Read(_ context.Context, path string) ([]byte, error) {
	if text, ok := s[path]; ok {
		return []byte(text), nil
	}
	return nil, fs.ErrNotExist
}

func source(labels ...string) []graph.Node {
	var nodes []graph.Node
	for _, l := range labels {
		nodes = append(nodes, graph.Node{Label: l, Kind: graph.SourceFile})
	}
	return nodes
}

func base() *snapshot.Snapshot {
	s := &snapshot.Snapshot{
		Release: "release 7.7.1",
		Graph:   graph.New(append(source("//:BUILD", "//a:BUILD.bazel", "//a:s.txt", "//a:\u00ff.txt", "//a:dir", "//a/b:BUILD", "//a/b:x", "//:a/not", "//sub:BUILD", "//sub:f", "@@r//:BUILD", "@@r//p:s"), graph.Node{Label: "//a:flag", Kind: graph.Rule, Class: "flag", Attrs: map[string][]string{"build_setting_default": {"set"}}})),
		Links:   []gitdiff.Link{{Path: "a/link", Target: "../far/file"}, {Path: "a/dir/in", Target: "../../outer"}, {Path: "abs", Target: "/etc"}},
		Repos:   map[string]snapshot.Repo{"r": {Mappings: []snapshot.Mapping{{Path: "third/r"}}}, "made": {Inputs: []string{"lock.json"}}, "plain": {Inputs: []string{"tree/", "names/*", "one.md"}, Plain: true}},
		Inputs:  []string{"go.mod", "schemas/x/*"},
	}
	s.SetLoads(func() loads.Graph {
		return loads.Graph{
			"//a:BUILD.bazel": {Loads: []string{"//rules:x.bzl"}}, "//a/b:BUILD": {Loads: []string{"//rules:y.bzl"}, Computed: true},
			"//rules:x.bzl": {Loads: []string{"//rules:y.bzl"}}, "//rules:y.bzl": {}, "//ext:e.bzl": {}, "//:MODULE.bazel": {Loads: []string{"//ext:e.bzl"}},
		}
	})
	return s
}

func TestClassify(t *testing.T) {
	files := state{".bazelrc": "build --a\n", "MODULE.bazel": "module(name = \"m\")\n", "MODULE.bazel.lock": `{"registryFileHashes": {"x": "1"}}`, ".bazelversion": "7.7.1\n", "a/BUILD.bazel": "", "a/b/BUILD": "package(x = Y)", "BUILD": ""}
	for _, tc := range []struct {
		name string
		// change is a word of status letter and path each; A, M, D, L (symbolic link
		// that changed) or G (submodule).
		change           string
		head             map[string]string
		seeds, packages  []string
		whole            []string
		all, everything  bool
		remade, retagged bool
		tests, suspicion bool
		refilled         bool
		settings, shown  []string
	}{
		{name: "source", change: "M a/s.txt", seeds: []string{"//a:s.txt"}},
		{name: "name that is not UTF-8", change: "M a/\xff.txt", seeds: []string{"//a:\u00ff.txt"}},
		{name: "new name that is not UTF-8", change: "A a/\xfe.md", packages: []string{"a"}, all: true},
		{name: "file below a source directory", change: "M a/dir/deep/f", seeds: []string{"//a:dir"}},
		{name: "new file below one", change: "A a/dir/deep/f", seeds: []string{"//a:dir"}, packages: []string{"a"}},
		{name: "package in a package", change: "M a/b/x", seeds: []string{"//a/b:x"}},
		{name: "deleted source", change: "D a/s.txt", seeds: []string{"//a:s.txt"}, packages: []string{"a"}},
		{name: "new file belongs to the nearest package", change: "A a/b/c/new.md", packages: []string{"a/b"}},
		{name: "new file may be read by an extension", change: "A a/b/c/new", packages: []string{"a/b"}, suspicion: true},
		{name: "BUILD file that is also a source", change: "M a/BUILD.bazel", head: state{"a/BUILD.bazel": "# x"}, seeds: []string{"//a:BUILD.bazel"}, packages: []string{"a"}},
		{name: "package() call", change: "M a/BUILD.bazel", head: state{"a/BUILD.bazel": "package(features = [])"}, seeds: []string{"//a:BUILD.bazel"}, packages: []string{"a"}, whole: []string{"a"}},
		{name: "new package takes files from the one above", change: "A a/new/BUILD", head: state{"a/new/BUILD": ""}, packages: []string{"a", "a/new"}},
		{name: "deleted package gives them back", change: "D a/b/BUILD", head: state{"a/b/BUILD": ""}, seeds: []string{"//a/b:BUILD"}, packages: []string{"a", "a/b"}},
		{name: ".bzl that one package loads", change: "M rules/x.bzl", packages: []string{"a"}},
		{name: ".bzl that two load, and one package() call takes values from", change: "M rules/y.bzl", packages: []string{"a", "a/b"}, whole: []string{"a/b"}},
		{name: ".bzl of nobody", change: "M rules/z.bzl"},
		{name: "extension's .bzl", change: "M ext/e.bzl", remade: true},
		{name: "what a link leads to", change: "M far/file", seeds: nil, suspicion: true},
		{name: "link in a source directory", change: "M outer/f.md", seeds: []string{"//a:dir"}},
		{name: "link that leads to a directory elsewhere", change: "L a/dir/in", seeds: []string{"//a:dir"}, packages: []string{"a"}, all: true},
		{name: "submodule", change: "G sub", seeds: []string{"//sub:BUILD", "//sub:f"}, packages: []string{""}, all: true, suspicion: true},
		{name: "source of a local repository", change: "M third/r/p/s", seeds: []string{"@@r//p:s"}},
		{name: "BUILD file of a local repository", change: "M third/r/BUILD", head: state{"third/r/BUILD": ""}, seeds: []string{"@@r//:BUILD"}, packages: []string{"third/r"}, remade: true},
		{name: "README of a local repository", change: "M third/r/README.md"},
		{name: "what a repository was made from", change: "M lock.json", remade: true, suspicion: true},
		{name: "what MODULE.bazel names", change: "M go.mod", remade: true, suspicion: true},
		{name: "what a repository of files was made from", change: "M one.md", refilled: true},
		{name: "in a directory that it was made from", change: "M tree/a/b.md", refilled: true},
		{name: "in a directory of which it knows the names", change: "M names/a.md"},
		{name: "one name more there", change: "A names/a.md", packages: []string{""}, refilled: true},
		{name: "a file of it becomes a directory", change: "A one.md/b.md", packages: []string{""}, refilled: true},
		{name: "content of what an extension looked for", change: "M schemas/x", suspicion: true},
		{name: "what an extension looked for", change: "D schemas/x", remade: true, packages: []string{""}, suspicion: true},
		{name: "MODULE.bazel", change: "M MODULE.bazel", head: state{"MODULE.bazel": "module(name = \"n\")"}, all: true},
		{name: "comment in MODULE.bazel", change: "M MODULE.bazel", head: state{"MODULE.bazel": "# Words.\nmodule(name = \"m\")"}},
		{name: "tag in MODULE.bazel", change: "M MODULE.bazel", head: state{"MODULE.bazel": "module(name = \"m\")\ne = use_extension(\"//ext:e.bzl\", \"e\")\ne.tag()"}, remade: true},
		{name: "lock file", change: "M MODULE.bazel.lock", head: state{"MODULE.bazel.lock": `{"registryFileHashes": {"x": "2"}}`}, all: true},
		{name: "lock file that comes", change: "A MODULE.bazel.lock", all: true},
		{name: "extension in the lock file", change: "M MODULE.bazel.lock", head: state{"MODULE.bazel.lock": `{"registryFileHashes": {"x": "1"}, "moduleExtensions": {"@@o//:e.bzl%e": {}}}`}, remade: true},
		{name: "the workspace's own extension in the lock file", change: "M MODULE.bazel.lock", head: state{"MODULE.bazel.lock": `{"registryFileHashes": {"x": "1"}, "moduleExtensions": {"//ext:e.bzl%e": {}}}`}, retagged: true},
		{name: "module file of a local repository", change: "M third/r/MODULE.bazel", head: state{"third/r/MODULE.bazel": "module(name = \"r\")"}, all: true},
		{name: "registry of modules in the workspace", change: "M reg/modules/x/1/source.json", head: state{".bazelrc": "build --a\ncommon --registry=file://%workspace%/reg/\n"}, all: true, everything: true, suspicion: true},
		{name: "beside one", change: "M registry/modules/x/1/source.json", head: state{".bazelrc": "build --a\ncommon --registry=file://%workspace%/reg\n"}, everything: true, suspicion: true},
		{name: ".bazelignore", change: "A .bazelignore", all: true},
		{name: "another Bazel", change: "M .bazelversion", head: state{".bazelversion": "8.0.0"}, everything: true},
		{name: "the same Bazel", change: "M .bazelversion", head: state{".bazelversion": "7.7.1"}},
		{name: "launcher", change: "M tools/bazel", everything: true, suspicion: true},
		{name: "the Bazel that it was", change: "A .bazelversion", head: state{".bazelversion": "7.7.1"}, packages: []string{""}},
		{name: "another than it was", change: "A .bazelversion", head: state{".bazelversion": "7.7.2"}, packages: []string{""}, everything: true},
		{name: ".gitattributes, whose effect is among the changes", change: "A a/.gitattributes", packages: []string{"a"}},
		{name: "REPO.bazel", change: "A REPO.bazel", everything: true},
		{name: "options", change: "M .bazelrc", head: state{".bazelrc": "build --a --b\n"}, everything: true},
		{name: "options of tests", change: "M .bazelrc", head: state{".bazelrc": "build --a\ntest --test_env=X"}, tests: true},
		{name: "harmless options", change: "M .bazelrc", head: state{".bazelrc": "build --a --jobs=3\n"}},
		{name: "build setting", change: "M .bazelrc", head: state{".bazelrc": "build --a --//a:flag=1\n"}, settings: []string{"//a:flag"}},
		{name: "build setting by its other name", change: "M .bazelrc", head: state{".bazelrc": "build --a --no@//a:flag\n"}, settings: []string{"//a:flag"}},
		{name: "build setting that is not known", change: "M .bazelrc", head: state{".bazelrc": "build --a --//a:s.txt=1\n"}, everything: true},
		{name: "build setting of a module", change: "M .bazelrc", head: state{".bazelrc": "build --a --@r//p:flag=1\n"}, everything: true},
		{name: "build setting, and an aspect that may read it", change: "M .bazelrc", head: state{".bazelrc": "build --a --//a:flag=1\nbuild:x --aspects=//x:y.bzl%z"}, everything: true},
		{name: "default visibility alone", change: "M BUILD", head: state{"BUILD": "package(default_visibility = [\"//a:__pkg__\"])"}, seeds: []string{"//:BUILD"}, shown: []string{""}},
		{name: "default visibility that is computed", change: "M BUILD", head: state{"BUILD": "package(default_visibility = V)"}, seeds: []string{"//:BUILD"}, packages: []string{""}, whole: []string{""}},
		{name: "program that a flag names", change: "M tools/status.sh", head: state{".bazelrc": "build --a\nrun --workspace_status_command=tools/status.sh --jobs=1\n"}, everything: true, suspicion: true},
		{name: "for people", change: "M README.md M a/LICENSE"},
	} {
		head := maps.Clone(files)
		maps.Copy(head, tc.head)
		got, err := classify.Classify(t.Context(), classify.Input{
			Changes: changes(tc.change), Snapshot: base(), Base: files, Head: head, Root: t.TempDir(),
		})
		if err != nil {
			t.Fatalf("%s: %v", tc.name, err)
		}
		check := func(what string, want, got any) {
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s: %s (-want +got):\n%s", tc.name, what, diff)
			}
		}
		if (len(got.Refilled) > 0) != tc.refilled {
			t.Errorf("%s: filled anew: %v", tc.name, got.Refilled)
		}
		check("seeds", tc.seeds, slices.Sorted(maps.Keys(got.Seeds)))
		check("packages", tc.packages, slices.Sorted(maps.Keys(got.Packages)))
		check("whole packages", tc.whole, slices.Sorted(maps.Keys(got.Whole)))
		check("all", tc.all, len(got.All) > 0)
		check("remade", tc.remade, len(got.Remade) > 0)
		check("retagged", tc.retagged, len(got.Retagged) > 0)
		check("everything", tc.everything, len(got.Everything)+len(got.Options) > 0)
		check("tests", tc.tests, len(got.Tests) > 0)
		check("settings", tc.settings, slices.Sorted(maps.Keys(got.Settings)))
		check("visibility", tc.shown, slices.Sorted(maps.Keys(got.Visibility)))
		check("suspicion", tc.suspicion, len(got.Suspects) > 0)
		check("content only", len(tc.packages)+len(tc.settings) == 0 && !tc.all && !tc.remade && !tc.retagged, got.ContentOnly())
	}
}

// TestImplemented: what a change of a .bzl file does is told if it is asked for, and if
// no more changed that packages load.
func TestImplemented(t *testing.T) {
	rules := func(body string) string {
		return "def _impl(ctx):\n    return " + body + "\n\nr = rule(_impl)\n\nother = rule(lambda ctx: [])\n"
	}
	s := base()
	s.Graph = graph.New([]graph.Node{
		{Label: "//a:BUILD.bazel", Kind: graph.SourceFile}, {Label: "//a/b:BUILD", Kind: graph.SourceFile},
		{Label: "//a:one", Kind: graph.Rule, Class: "r"}, {Label: "//a:two", Kind: graph.Rule, Class: "other"},
		{Label: "//far:one", Kind: graph.Rule, Class: "r"},
	})
	files := state{"rules/x.bzl": rules("[]"), "rules/y.bzl": "Y = 1\n"}
	s.SetLoads(func() loads.Graph {
		return loads.Graph{"//a:BUILD.bazel": {Loads: []string{"//rules:x.bzl"}}, "//a/b:BUILD": {Loads: []string{"//rules:y.bzl"}}, "//rules:x.bzl": {}, "//rules:y.bzl": {}}
	})
	for _, tc := range []struct {
		name, change          string
		head                  state
		untold                bool
		implemented, packages []string
	}{
		{name: "an implementation", change: "M rules/x.bzl", head: state{"rules/x.bzl": rules("[1]")}, implemented: []string{"//a:one"}},
		{name: "a comment", change: "M rules/x.bzl", head: state{"rules/x.bzl": "# x\n" + rules("[]")}},
		{name: "not asked for", change: "M rules/x.bzl", head: state{"rules/x.bzl": rules("[1]")}, untold: true, packages: []string{"a"}},
		{name: "a link", change: "L rules/x.bzl", head: state{"rules/x.bzl": rules("[1]")}, packages: []string{"a"}},
		{name: "written otherwise by git", change: "M rules/x.bzl M .gitattributes", head: state{"rules/x.bzl": rules("[1]")}, packages: []string{"a"}},
		{name: "another rule", change: "M rules/x.bzl", head: state{"rules/x.bzl": rules("[]") + "q = 1 + 2\n"}, packages: []string{"a"}},
		{name: "a value of another file, too", change: "M rules/x.bzl M rules/y.bzl", head: state{"rules/x.bzl": rules("[1]"), "rules/y.bzl": "Y = 2\n"}, implemented: []string{"//a:one"}, packages: []string{"a/b"}},
	} {
		head := maps.Clone(files)
		maps.Copy(head, tc.head)
		got, err := classify.Classify(t.Context(), classify.Input{Changes: changes(tc.change), Snapshot: s, Base: files, Head: head, Root: t.TempDir(), Told: !tc.untold})
		if err != nil {
			t.Fatalf("%s: %v", tc.name, err)
		}
		if diff := cmp.Diff(tc.implemented, slices.Sorted(maps.Keys(got.Implemented)), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: implemented (-want +got):\n%s", tc.name, diff)
		}
		packages := slices.DeleteFunc(slices.Sorted(maps.Keys(got.Packages)), func(pkg string) bool { return pkg == "rules" })
		if diff := cmp.Diff(tc.packages, packages, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: packages (-want +got):\n%s", tc.name, diff)
		}
	}
}

func changes(words string) []gitdiff.Change {
	var list []gitdiff.Change
	fields := strings.Fields(words)
	for i := 0; i < len(fields); i += 2 {
		c := gitdiff.Change{Path: fields[i+1], OldMode: gitdiff.ModeFile, NewMode: gitdiff.ModeFile}
		switch fields[i] {
		case "A":
			c.OldMode = gitdiff.ModeAbsent
		case "D":
			c.NewMode = gitdiff.ModeAbsent
		case "L":
			c.OldMode, c.NewMode = gitdiff.ModeSymlink, gitdiff.ModeSymlink
		case "G":
			c.OldMode, c.NewMode = gitdiff.ModeGitlink, gitdiff.ModeGitlink
		}
		list = append(list, c)
	}
	return list
}

func TestPrefix(t *testing.T) {
	s := base()
	s.SetLoads(func() loads.Graph { return nil })
	s.Links, s.Repos = []gitdiff.Link{{Path: "ws/a/s.txt", Target: "../../outside"}}, nil
	got, err := classify.Classify(t.Context(), classify.Input{
		Changes: changes("M outside M ws/a/b/x M a/dir/f"), Snapshot: s, Prefix: "ws/", Base: state{}, Head: state{}, Root: t.TempDir(),
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"//a:s.txt": "outside changed (through the symbolic link ws/a/s.txt)", "//a/b:x": "ws/a/b/x changed"}, got.Seeds); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFlagNamesStarlark(t *testing.T) {
	for flag, want := range map[string]bool{"--aspects=//rules:x.bzl%a": true, "--aspects=//ext:e.bzl%a": false, "--aspects=//new:n.bzl%a": true} {
		got, err := classify.Classify(t.Context(), classify.Input{
			Changes: changes("M rules/y.bzl"), Snapshot: base(), Base: state{}, Head: state{}, Flags: []string{flag}, Root: t.TempDir(),
		})
		if err != nil || (len(got.Everything) > 0) != want {
			t.Errorf("%s: everything = %q, want %v (%v)", flag, got.Everything, want, err)
		}
	}
}

func TestBrokenBefore(t *testing.T) {
	s := base()
	s.Broken = []string{"p"}
	got, err := classify.Classify(t.Context(), classify.Input{Snapshot: s, Base: state{}, Head: state{}, Root: t.TempDir()})
	if err != nil || got.Whole["p"] == "" || got.ContentOnly() {
		t.Errorf("%+v, %v: a package that could not be loaded is always looked at", got, err)
	}
}
