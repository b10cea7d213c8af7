package reads_test

import (
	"testing"

	"github.com/bazelbuild/buildtools/build"
	"github.com/gloriousflywheel/flywheel/tools/affected/loads"
	"github.com/gloriousflywheel/flywheel/tools/affected/reads"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestFiles(t *testing.T) {
	any := []string{reads.Any}
	for _, tc := range []struct {
		name, reason string
		// code is ext/e.bzl, and more lib/l.bzl.
		code, more string
		want       []string
	}{
		{"literal", "", `def _i(m): m.read(Label("//a:b.json"))`, "", []string{"a/b.json"}},
		{"relative label", "of the file's own package", `def _i(m): m.read(Label("b.json"))`, "", []string{"ext/b.json"}},
		{"own name", "the repository by its name", `def _i(m): m.read(Label("@me//a:b/c"))`, "", []string{"a/b/c"}},
		{"another repository's", "that is none of ours", `def _i(m): m.read(Label("@other//a:b"))`, "", nil},
		{"constant", "", "_F = Label(\"//a:b\")\ndef _i(m): m.path(_F)", "", []string{"a/b"}},
		{"constant of another file", "", "load(\"//lib:l.bzl\", _F = \"F\")\ndef _i(m): m.read(_F)", `F = "//a:b"`, []string{"a/b"}},
		{"label relative to another file", "that where it stands counts", "load(\"//lib:l.bzl\", \"read\")\ndef _i(m): read(m)", `def read(m): m.read(Label("x"))`, []string{"lib/x"}},
		{"list", "", "def _i(m):\n  for f in [\"//a:b\", \"//c:d\"]:\n    m.read(f)", "", []string{"a/b", "c/d"}},
		{"argument", "all calls count", "def _r(c, file): c.read(file)\ndef _i(m):\n  _r(m, Label(\"//a:b\"))\n  _r(m, file = \"//c:d\")", "", []string{"a/b", "c/d"}},
		{"default of a parameter", "", "def _r(c, file = \"//a:b\"): c.read(file)\ndef _i(m): _r(m)", "", []string{"a/b"}},
		{"result", "", "def _f(): return Label(\"//a:b\")\ndef _i(m): m.read(_f())", "", []string{"a/b"}},
		{"tag", "MODULE.bazel gives it", "def _i(m):\n  for mod in m.modules:\n    for tag in mod.tags.t:\n      m.read(tag.file)", "", []string{"from/tag", "of/default"}},
		{"tag by a comprehension", "", `def _i(m): [m.read(t.file) for mod in m.modules for t in mod.tags.t]`, "", []string{"from/tag", "of/default"}},
		{"directory", "what is in it, not what that holds", `def _i(m): return m.path(Label("//a:b")).dirname.readdir()`, "", []string{"a/?", "a/b"}},
		{"files of a directory", "", `def _i(m): return [m.read(f) for f in m.path(Label("//a:b")).dirname.readdir()]`, "", []string{"a/", "a/?", "a/b"}},
		{"only watched", "that makes Bazel look again, and changes nothing", `def _i(m): m.watch(Label("//a:b"))`, "", nil},
		{"child by its name", "", `def _i(m): m.read(m.path(Label("//a:b")).dirname.get_child("c", "d"))`, "", []string{"a/b", "a/c/d"}},
		{"child by a name that is computed", "", `def _i(m): m.read(m.path(Label("//a:b")).dirname.get_child(m.name))`, "", []string{"a/", "a/b"}},
		{"whether there is one", "its coming and going counts", `def _i(m): return m.path(Label("//a:b")).dirname.get_child("c").exists`, "", []string{"a/b", "a/c/?"}},
		{"way up", "", `def _i(m): m.read(m.path(Label("//a/b:c")).dirname.dirname.get_child("x"))`, "", []string{"a/b/c", "a/x"}},
		{"way out", "of the workspace leads anywhere", `def _i(m): m.read(m.path(Label("//:c")).dirname.dirname.get_child("x"))`, "", []string{reads.Any, "c"}},
		{"root", "all of it", `def _i(m): m.path(Label("//:c")).dirname.readdir()`, "", []string{"?", "c"}},
		{"beside", "a label of the same package, also where its name has a slash", `def _i(m): m.read(Label("//a:b/c").same_package_label("d"))`, "", []string{"a/d"}},
		{"beside, computed", "", `def _i(m): m.read(Label("//a:b/c").same_package_label("d/" + m.x))`, "", []string{"a/d/"}},
		{"label with a beginning", "all that begins so", `def _i(m): m.read(Label("//a/b:" + m.x))`, "", []string{"a/b/"}},
		{"format with a beginning", "", `def _i(m): m.read(Label("//a:b/{}.json".format(m.x)))`, "", []string{"a/b/"}},
		{"percent with a beginning", "", `def _i(m): m.read(Label("//a:b/%s" % m.x))`, "", []string{"a/b/"}},
		{"added to a list", "", "def _i(m):\n  l = []\n  l.append(\"//a:b\")\n  for f in l:\n    m.read(f)", "", []string{"a/b"}},
		{"either", "", `def _i(m): m.read("//a:b" if m.x else "//c:d")`, "", []string{"a/b", "c/d"}},
		{"only named", "naming is not reading", `def _i(m): repo(name = "r", file = Label("//a:b"))`, "", nil},
		{"repository rule", "Bazel keeps a record of what it reads", "def _r(r): r.read(r.attr.x)\nr = repository_rule(_r)\ndef _i(m): r(name = \"r\")", "", nil},
		{"through a value", "a function in a dictionary may be called", "def _f(m): m.read(\"//a:b\")\n_FS = {\"f\": _f}\ndef _i(m): _FS[\"f\"](m)", "", []string{"a/b"}},
		{"not called", "", "def _f(m): m.read(m.x)\ndef _i(m): m.read(\"//a:b\")", "", []string{"a/b"}},

		{"computed label", "", `def _i(m): m.read(Label(m.x))`, "", any},
		{"computed beginning", "", `def _i(m): m.read(Label("//" + m.x + ":b"))`, "", any},
		{"program", "it reads what it wants", `def _i(m): m.execute(["cat"])`, "", any},
		{"field of a struct", "it is no tag's attribute, though it has the name of one", "def _f(m): return struct(file = m.x)\ndef _i(m): m.read(_f(m).file)", "", any},
		{"context elsewhere", "what another repository's code does is not known", "load(\"@x//:x.bzl\", \"f\")\ndef _i(m): f(m)", "", any},
		{"context elsewhere, by way of a function", "", "load(\"@x//:x.bzl\", \"f\")\ndef _g(a, c): f(1, ctx = c)\ndef _i(m): _g(2, m)", "", any},
		{"others' functions of texts", "they read nothing", "load(\"@x//:x.bzl\", \"f\")\ndef _i(m): f(\"a\")", "", nil},
		{"recursion in values", "it ends", "def _i(m):\n  a = \"//a:b\"\n  for x in m.l:\n    a = a or b\n    b = a\n  m.read(a)", "", []string{"a/b"}},
		{"child that leads up", "", `def _i(m): m.read(m.path(Label("//a/b:c")).dirname.get_child("../x"))`, "", []string{"a/b/", "a/b/c"}},
	} {
		code := "t = tag_class(attrs = {\"file\": attr.label(default = \"//of:default\")})\ne = module_extension(_i, tag_classes = {\"t\": t})\n" + tc.code
		c := reads.Code{
			Files: map[string]*build.File{"//ext:e.bzl": parse(t, code), "//lib:l.bzl": parse(t, tc.more)},
			Tags:  map[string][]string{"file": {"//from:tag"}},
			Resolve: func(pkg, label string) string {
				return loads.Resolve(pkg, label, func(r string) bool { return r == "" || r == "me" })
			},
		}
		if diff := cmp.Diff(tc.want, reads.Files(c), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s (-want +got):\n%s", tc.name, tc.reason, diff)
		}
	}
}

func parse(t *testing.T, code string) *build.File {
	t.Helper()
	tree, err := build.ParseBzl("x.bzl", []byte(code))
	if err != nil {
		t.Fatal(err)
	}
	return tree
}
