package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tests/affected/matrix"
)

// minPackages is the size at which each kind of edit touches something.
const minPackages = 20

// every is how many packages there are for each that loads narrow.bzl.
const every = 10

// packageName is the i-th package.
func packageName(i int) string { return fmt.Sprintf("g%02d/p%04d", i/100, i) }

// generate makes a workspace of n packages, and commits it.
func generate(ctx context.Context, dir, bazel string, n int) (*matrix.Workspace, string, error) {
	files := map[string]string{
		".gitignore": "bazel-*\nMODULE.bazel.lock\n",
		".bazelrc":   "common --repo_env=BAZEL_DO_NOT_DETECT_CPP_TOOLCHAIN=1\nbuild --define=edition=0\n",
		"MODULE.bazel": `module(name = "bench")
ext = use_extension("//rules:ext.bzl", "ext")
ext.word(value = "0")
use_repo(ext, "words")
register_toolchains("//tc:all")
`,
		"BUILD": "", "rules/BUILD": "", "rules/all.bzl": allRules, "rules/narrow.bzl": narrowMacro, "rules/ext.bzl": extension,
		"tc/BUILD": toolchains, "tc/tc.bzl": toolchainRule,
	}
	for i := range n {
		name := packageName(i)
		files[name+"/BUILD.bazel"] = buildFile(i)
		files[name+"/a.txt"], files[name+"/b.txt"], files[name+"/data.txt"] = fmt.Sprint("a", i), fmt.Sprint("b", i), fmt.Sprint("d", i)
	}
	w, err := matrix.New(ctx, dir, bazel, "", files)
	if err != nil {
		return nil, "", err
	}
	base, err := w.Commit()
	return w, base, err
}

// buildFile is a package of five targets that uses those of half and a third
// its number, as layers of a real repository do.
func buildFile(i int) string {
	var b strings.Builder
	b.WriteString("load(\"//rules:all.bzl\", \"join\", \"join_test\", \"made\")\n")
	if i%every == 0 {
		b.WriteString("load(\"//rules:narrow.bzl\", \"narrow\")\n")
	}
	var deps []string
	for _, j := range []int{i / 2, i / 3} {
		dep := fmt.Sprintf("%q", "//"+packageName(j)+":lib")
		if j < i && !slices.Contains(deps, dep) {
			deps = append(deps, dep)
		}
	}
	fmt.Fprintf(&b, `
package(default_visibility = ["//visibility:public"])

filegroup(name = "files", srcs = glob(["*.txt"], exclude = ["data.txt"]))

join(name = "lib", srcs = [":files"], deps = [%s], words = "0")

join_test(name = "test", deps = [":lib", "data.txt"])

made(name = "made")

genrule(name = "copy", srcs = ["a.txt"%s], outs = ["copy.out"], cmd = "cat $(SRCS) > $@")
`, strings.Join(deps, ", "), map[bool]string{true: `, "@words//:w.txt"`}[i%every == 0])
	if i%every == 0 {
		b.WriteString("\nnarrow(name = \"narrow\")\n")
	}
	return b.String()
}

const allRules = `"""The rules of all packages."""

_PREFIX = "0"

def _join_impl(ctx):
    out = ctx.actions.declare_file(ctx.label.name + ".out")
    ctx.actions.run_shell(
        inputs = ctx.files.srcs + ctx.files.deps,
        outputs = [out],
        command = "echo " + _PREFIX + ctx.attr.words + ctx.toolchains["//tc:type"].word + " > " + out.path,
    )
    return [DefaultInfo(files = depset([out]))]

_ATTRS = {
    "deps": attr.label_list(allow_files = True),
    "srcs": attr.label_list(allow_files = True),
    "words": attr.string(),
}

join = rule(_join_impl, attrs = _ATTRS, toolchains = ["//tc:type"])

def _join_test_impl(ctx):
    out = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(out, "#!/bin/sh\n", is_executable = True)
    return [DefaultInfo(executable = out, runfiles = ctx.runfiles(ctx.files.deps))]

join_test = rule(_join_test_impl, attrs = _ATTRS, test = True)

def made(name):
    native.genrule(name = name, outs = [name + ".made"], cmd = "echo made > $@")
`

const narrowMacro = `def narrow(name, word = "0"):
    native.genrule(name = name, outs = [name + ".narrow"], cmd = "echo " + word + " > $@")
`

const extension = `def _words_impl(rctx):
    rctx.file("BUILD", "exports_files(['w.txt'])")
    rctx.file("w.txt", rctx.attr.value)

words = repository_rule(_words_impl, attrs = {"value": attr.string()})

def _ext_impl(mctx):
    words(name = "words", value = "".join([t.value for m in mctx.modules for t in m.tags.word]))

ext = module_extension(_ext_impl, tag_classes = {"word": tag_class(attrs = {"value": attr.string()})})
`

const toolchains = `load(":tc.bzl", "impl")

toolchain_type(name = "type", visibility = ["//visibility:public"])

impl(name = "impl", word = "0")

toolchain(name = "tc", toolchain = ":impl", toolchain_type = ":type")
`

const toolchainRule = `def _impl(ctx):
    return [platform_common.ToolchainInfo(word = ctx.attr.word)]

impl = rule(_impl, attrs = {"word": attr.string()})
`
