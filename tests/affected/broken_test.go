//go:build bazel

package affected_test

import (
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tests/affected/matrix"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// TestBrokenBase mends packages that could not be loaded at the base: their targets
// come with files that no package is known to load.
func TestBrokenBase(t *testing.T) {
	const made = "genrule(name = \"g\", outs = [\"o\"], cmd = \"echo > $@\")\n"
	w, err := matrix.New(t.Context(), t.TempDir(), testenv.Path(t, "BAZEL"), "", map[string]string{
		"MODULE.bazel": "module(name = \"broken\")\n", ".bazelrc": "common --repo_env=BAZEL_DO_NOT_DETECT_CPP_TOOLCHAIN=1\n",
		"lib/BUILD": "", "lib/fine.bzl": "X = 1\n", "lib/syntax.bzl": "def (\n", "lib/name.bzl": "Y = X\n", "lib/deep.bzl": "load(\":syntax.bzl\", \"Z\")\nY = Z\n",
		"fine/BUILD": made, "fine/source.txt": "", "other/BUILD": "load(\"//never:never.bzl\", \"NONE\")\n" + made,
		"syntax/BUILD": "load(\"//lib:syntax.bzl\", \"Z\")\n" + made, "deep/BUILD": "load(\"//lib:deep.bzl\", \"Y\")\n" + made,
		"name/BUILD": "load(\"//lib:name.bzl\", \"Y\")\n" + made, "symbol/BUILD": "load(\"//lib:fine.bzl\", \"NONE\")\n" + made,
		"gone/BUILD": "load(\"//lib:gone.bzl\", \"NONE\")\n" + made, "nowhere/BUILD": "load(\"//nolib:gone.bzl\", \"NONE\")\n" + made,
		"repo/BUILD": "load(\"@later//:x.bzl\", \"NONE\")\n" + made, "own/BUILD": "genrule(\n",
		"glob/BUILD":  "filegroup(name = \"g\", srcs = glob([\"*.none\"], allow_empty = False))\n",
		"later/BUILD": "", "later/x.bzl": "NONE = 1\n", "later/MODULE.bazel": "module(name = \"later\")\n", ".bazelignore": "later\n",
	})
	must(t, err)
	t.Cleanup(func() { must(t, w.Close()) })
	o := options(t, w, commit(t, w))
	for _, tc := range []struct {
		name string
		do   func(*matrix.Workspace) error
		want []string
	}{
		{"syntax of a .bzl file", matrix.Write("lib/syntax.bzl", "Z = 1\n"), []string{"//syntax:g", "//deep:g"}},
		{"name in a .bzl file", matrix.Write("lib/name.bzl", "Y = 1\n"), []string{"//name:g"}},
		{"symbol", matrix.Write("lib/fine.bzl", "NONE = 1\n"), []string{"//symbol:g"}},
		{".bzl file that was not there", matrix.Write("lib/gone.bzl", "NONE = 1\n"), []string{"//gone:g"}},
		{"package that was not there", matrix.All(matrix.Write("nolib/BUILD", ""), matrix.Write("nolib/gone.bzl", "NONE = 1\n")), []string{"//nowhere:g"}},
		{"repository that was not there", matrix.Write("MODULE.bazel", "module(name = \"broken\")\nbazel_dep(name = \"later\")\nlocal_path_override(module_name = \"later\", path = \"later\")\n"), []string{"//repo:g"}},
		{"BUILD file itself", matrix.Write("own/BUILD", made), []string{"//own:g"}},
		{"file for a glob", matrix.Write("glob/x.none", ""), []string{"//glob:g"}},
		{"a source elsewhere", matrix.Write("fine/source.txt", "new"), nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o.Progress = func(text string) { t.Log(text) }
			reset(t, w, o.Base)
			must(t, tc.do(w))
			r := ask(t, o, true, tc.want...)
			if text := strings.Join(r.Failures, "\n"); !strings.Contains(text, "package //other cannot be loaded, as it could not before the change") {
				t.Errorf("failures do not say what was so before: %s", text)
			}
		})
	}
}

// TestUnanalysed asks for an exact answer where a target that is reached cannot be
// analysed, before and after: of all others it is exact.
func TestUnanalysed(t *testing.T) {
	w, err := matrix.New(t.Context(), t.TempDir(), testenv.Path(t, "BAZEL"), "", map[string]string{
		"MODULE.bazel": "module(name = \"unanalysed\")\n", ".bazelrc": "common --repo_env=BAZEL_DO_NOT_DETECT_CPP_TOOLCHAIN=1\n", "source.txt": "",
		"defs.bzl": `def _named_impl(ctx):
    if ctx.attr.refuse:
        fail("refused")
    out = ctx.actions.declare_file(ctx.label.name + ".out")
    ctx.actions.run_shell(inputs = ctx.files.srcs, outputs = [out], command = "echo %s > %s" % ([d.label.name for d in ctx.attr.names], out.path))
    return [DefaultInfo(files = depset([out]))]

named = rule(_named_impl, attrs = {"names": attr.label_list(), "refuse": attr.bool(), "srcs": attr.label_list(allow_files = True)})
`,
		"BUILD": `load(":defs.bzl", "named")

named(name = "made", srcs = ["source.txt"])
named(name = "uses", srcs = [":made"])
named(name = "names", names = [":made"])
named(name = "refused", names = [":made"], refuse = True)
named(name = "by_hand", names = [":made"], refuse = True, tags = ["manual"])
`,
	})
	must(t, err)
	t.Cleanup(func() { must(t, w.Close()) })
	o := options(t, w, commit(t, w))
	o.Exact = true
	must(t, w.Write("source.txt", "new"))
	r := ask(t, o, false, "//:made", "//:uses", "//:refused")
	if _, told := r.Affected["//:names"]; told {
		t.Error("what only names what changed is told")
	}
	if text := strings.Join(r.Notes, "\n"); !strings.Contains(text, "not all that is reached can be analysed") || !strings.Contains(text, "refused") {
		t.Errorf("notes: %s", text)
	}
}
