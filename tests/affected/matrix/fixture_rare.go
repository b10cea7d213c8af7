package matrix

// rarities are packages of what few workspaces have.
func rarities() map[string]string {
	return map[string]string{
		"rare/rules.bzl": `def _write(ctx, files, words = "", group = None):
    out = ctx.actions.declare_file(ctx.label.name + ".out")
    ctx.actions.run_shell(inputs = files, outputs = [out], exec_group = group, command = "cat /dev/null %s > %s #%s" % (" ".join([f.path for f in files]), out.path, words))
    return [DefaultInfo(files = depset([out]))]

def _stamp_impl(target, ctx):
    out = ctx.actions.declare_file(target.label.name + ".stamp")
    files = ctx.toolchains["//rare/tc:aspect_type"].info.files
    ctx.actions.run_shell(inputs = files, outputs = [out], command = "cat %s > %s" % (files[0].path, out.path))
    return [OutputGroupInfo(stamp = depset([out]))]

stamp = aspect(_stamp_impl, toolchains = ["//rare/tc:aspect_type"])

def _stamped_impl(ctx):
    return _write(ctx, [f for s in ctx.attr.srcs for f in s[OutputGroupInfo].stamp.to_list()])

stamped = rule(_stamped_impl, attrs = {"srcs": attr.label_list(aspects = [stamp])})

def _grouped_impl(ctx):
    return _write(ctx, ctx.exec_groups["link"].toolchains["//rare/tc:group_type"].info.files, group = "link")

grouped = rule(_grouped_impl, exec_groups = {"link": exec_group(toolchains = ["//rare/tc:group_type"])})

def _optional_impl(ctx):
    toolchain = ctx.toolchains["//rare/tc:optional_type"]
    return _write(ctx, toolchain.info.files if toolchain else [])

optional = rule(_optional_impl, toolchains = [config_common.toolchain_type("//rare/tc:optional_type", mandatory = False)])

def _flavoured_impl(settings, attr):
    return {"//conf:flavour": attr.flavour or settings["//conf:flavour"]}

_flavoured = transition(implementation = _flavoured_impl, inputs = ["//conf:flavour"], outputs = ["//conf:flavour"])

def _both_impl(settings, attr):
    return {"a": {"//conf:flavour": "fancy"}, "b": {"//conf:flavour": "plain"}}

_both = transition(implementation = _both_impl, inputs = [], outputs = ["//conf:flavour"])

def _chooser_impl(ctx):
    return _write(ctx, ctx.files.dep + ctx.files.split)

chooser = rule(_chooser_impl, cfg = _flavoured, attrs = {
    "dep": attr.label(),
    "flavour": attr.string(),
    "split": attr.label_list(cfg = _both),
    "_allowlist_function_transition": attr.label(default = "@bazel_tools//tools/allowlists/function_transition_allowlist"),
})

def _words_impl(ctx):
    return [platform_common.TemplateVariableInfo({"WORD": ctx.attr.word})]

words = rule(_words_impl, attrs = {"word": attr.string()})

def summary(name):
    native.genrule(name = name, outs = [name + ".txt"], cmd = "echo %s > $@" % " ".join(sorted(native.existing_rules().keys())))
`,
		"rare/BUILD": `load("//rules:cat.bzl", "cat_test")
load("//rare:rules.bzl", "chooser", "grouped", "optional", "stamped", "words")

licenses(["notice"])

stamped(name = "stamped", srcs = [":input"])
filegroup(name = "input", srcs = ["input.txt"])
grouped(name = "grouped")
optional(name = "optional")
chooser(name = "chooser", dep = "//base:chosen", split = ["//base:chosen"])
words(name = "words", word = "one")
genrule(name = "worded", outs = ["worded.out"], toolchains = [":words"], cmd = "echo $(WORD) > $@")
genrule(name = "somewhere", outs = ["somewhere.out"], cmd = "echo > $@", exec_properties = {"size": "small"})
alias(name = "first", actual = ":second")
alias(name = "second", actual = select({"//conf:fast": ":third", "//conditions:default": ":input"}))
alias(name = "third", actual = "//base")
genrule(name = "by_alias", srcs = [":first"], outs = ["by_alias.out"], cmd = "cat $(SRCS) > $@")
test_suite(name = "quick", tags = ["quick"], tests = ["//mid:mid_test"])
package_group(name = "inner", packages = ["//mid"])
package_group(name = "outer", includes = [":inner"])
filegroup(name = "for_outer", srcs = ["input.txt"], visibility = [":outer"])
label_setting(name = "setting", build_setting_default = ":input")
genrule(name = "by_setting", srcs = [":setting"], outs = ["by_setting.out"], cmd = "cat $(SRCS) > $@")
genquery(name = "locations", expression = "deps(//rare/existing:summary, 0)", scope = ["//rare/existing:summary"], opts = ["--output=location"])
genquery(name = "build_files", expression = "buildfiles(//rare/existing:summary)", scope = ["//rare/existing:summary"])
genrule(name = "read", srcs = ["@readings//:all.txt", "@second//:data.json", "@from_second//:v.txt"], outs = ["read.out"], cmd = "cat $(SRCS) > $@")
cat_test(name = "read_test", size = "small", deps = ["@readings//:all.txt"])
`,
		"rare/input.txt":      "in",
		"rare/existing/BUILD": "load(\"//rare:rules.bzl\", \"summary\")\n\npackage(default_visibility = [\"//visibility:public\"])\n\nfilegroup(name = \"one\")\nsummary(name = \"summary\")\n",
		"rare/tc/BUILD": `load("//tc:tc.bzl", "impl")

package(default_visibility = ["//visibility:public"])

toolchain_type(name = "aspect_type")
toolchain_type(name = "group_type")
toolchain_type(name = "optional_type")
impl(name = "aspect_impl", files = ["aspect.txt"])
impl(name = "group_impl", files = ["group.txt"])
impl(name = "optional_impl", files = ["optional.txt"])
toolchain(name = "aspect", toolchain = ":aspect_impl", toolchain_type = ":aspect_type")
toolchain(name = "group", toolchain = ":group_impl", toolchain_type = ":group_type")
`,
		"rare/tc/aspect.txt": "a", "rare/tc/group.txt": "g", "rare/tc/optional.txt": "o",
		"rare/globs/BUILD": `filegroup(name = "maybe", srcs = glob(["maybe/*.txt"], allow_empty = True))
filegroup(name = "some", srcs = glob(["some/*.txt"], exclude = ["some/x*"], allow_empty = False))
filegroup(name = "directories", srcs = glob(["tree/*"], exclude_directories = 0))
filegroup(name = "below", srcs = glob(["**/*.part"]))
genrule(name = "all", srcs = [":maybe", ":some", ":directories", ":below"], outs = ["all.out"], cmd = "ls $(SRCS) > $@")
`,
		"rare/globs/maybe/a.txt": "a", "rare/globs/some/a.txt": "a", "rare/globs/some/x.txt": "x", "rare/globs/tree/sub/f": "f",
		"rare/globs/one.part": "1", "rare/globs/sub/two.part": "2", "rare/globs/sub/BUILD": "exports_files([\"two.part\"])\n",
		"rare/shadow/BUILD":       "genrule(name = \"shadow\", outs = [\"shadow.out\"], cmd = \"echo shadowed > $@\")\n",
		"rare/shadow/BUILD.bazel": "genrule(name = \"shadow\", outs = [\"shadow.out\"], cmd = \"echo seen > $@\")\nexports_files([\"BUILD\"])\n",
		"rare/shared.BUILD":       "load(\":linked.bzl\", \"WORD\")\n\ngenrule(name = \"shared\", srcs = [\"chain.txt\"], outs = [\"shared.out\"], cmd = \"cat $< > $@; echo \" + WORD)\n",
		"rare/lib/real.bzl":       "WORD = \"word\"\n",
		"rare/lib/real.txt":       "real",
	}
}

// rareLinks are symbolic links of rarities, with what they lead to.
func rareLinks() map[string]string {
	return map[string]string{
		"rare/linked/BUILD": "../shared.BUILD", "rare/linked/linked.bzl": "../lib/real.bzl", "rare/linked/chain.txt": "next.txt",
		"rare/linked/next.txt": "through/real.txt", "rare/linked/through": "../lib",
	}
}

// rareModules are files from which further external repositories are made.
func rareModules() map[string]string {
	return map[string]string{
		"more.MODULE.bazel": `bazel_dep(name = "second", version = "1")
local_path_override(module_name = "second", path = "third_party/second")
more = use_extension("//ext:more.bzl", "more")
more.take(name = "plain", file = "//ext/in:tag.json", files = ["//ext/in:list.json"], below = "//ext/in:BUILD")
use_repo(more, "from_second", "readings")
register_toolchains("//rare/tc/...")
`,
		"ext/in/BUILD":    "exports_files(glob([\"*\"]))\n",
		"ext/in/tag.json": "t", "ext/in/list.json": "l", "ext/in/beside.json": "b", "ext/in/named-plain.json": "n", "ext/in/child.json": "c",
		"ext/in/helped.json": "h", "ext/in/looped.json": "o", "ext/in/default.json": "d",
		"ext/more.bzl": `load(":help.bzl", "read_all")
load(":ext.bzl", "repo")

_LOOPED = {"x": ["looped.json"]}

def _text(rctx):
    rctx.file("BUILD", "exports_files(['all.txt'])")
    rctx.file("all.txt", rctx.attr.text)

text = repository_rule(_text, attrs = {"text": attr.string()})

def _more(mctx):
    parts = []
    for m in mctx.modules:
        for tag in m.tags.take:
            parts.append(mctx.read(tag.file))
            parts += [mctx.read(f) for f in tag.files]
            parts.append(mctx.read(tag.fallback))
            parts.append(mctx.read(tag.below.same_package_label("beside.json")))
            parts.append(mctx.read(Label("//ext/in:named-%s.json" % tag.name)))
            parts.append(mctx.read(mctx.path(tag.below).dirname.get_child("child.json")))
    for name in _LOOPED["x"]:
        parts.append(mctx.read(Label("//ext/in:" + name)))
    parts.append(read_all(mctx))
    text(name = "readings", text = "".join(parts))
    repo(name = "from_second", lock = "@second//:lock.json", value = mctx.read(Label("@second//:value.json")))

_take = tag_class(attrs = {
    "name": attr.string(),
    "file": attr.label(),
    "files": attr.label_list(),
    "below": attr.label(),
    "fallback": attr.label(default = "//ext/in:default.json"),
})

more = module_extension(_more, tag_classes = {"take": _take})
`,
		"ext/help.bzl":                    "def read_all(c):\n    return c.read(Label(\"//ext/in:helped.json\"))\n",
		"third_party/second/MODULE.bazel": "module(name = \"second\", version = \"1\")\n",
		"third_party/second/BUILD":        "exports_files([\"data.json\", \"lock.json\", \"value.json\"])\ngenrule(name = \"uses\", srcs = [\"lock.json\", \"value.json\"], outs = [\"uses.out\"], cmd = \"cat $(SRCS) > $@\", visibility = [\"//visibility:public\"])\n",
		"third_party/second/data.json":    "data", "third_party/second/lock.json": "lock", "third_party/second/value.json": "value",
	}
}
