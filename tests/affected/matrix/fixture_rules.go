package matrix

// rules are rules, macros, toolchains and build settings.
func rules() map[string]string {
	return map[string]string{
		"rules/BUILD": "exports_files([\"tagger.txt\"])\n",
		"rules/cat.bzl": `load(":command.bzl", "COMMAND")

TagInfo = provider(fields = ["n"])

def _tag_aspect_impl(target, ctx):
    out = ctx.actions.declare_file(target.label.name + ".tag")
    ctx.actions.run_shell(inputs = [ctx.file._tagger], outputs = [out], command = "cat %s > %s" % (ctx.file._tagger.path, out.path))
    return [OutputGroupInfo(tag = depset([out]))]

tag_aspect = aspect(_tag_aspect_impl, attrs = {"_tagger": attr.label(default = "//rules:tagger.txt", allow_single_file = True)})

def _impl(ctx):
    out = ctx.actions.declare_file(ctx.label.name + ".out")
    files = ctx.files.srcs + ctx.files.deps
    tags = [d[OutputGroupInfo].tag for d in ctx.attr.tagged]
    info = ctx.toolchains["//tc:type"].info
    ctx.actions.run_shell(
        inputs = depset(files + info.files, transitive = tags),
        outputs = [out],
        command = COMMAND + " " + ctx.attr.words + info.value + " " + " ".join(["'" + f.path + "'" for f in files]) + " > '" + out.path + "'",
    )
    return [DefaultInfo(files = depset([out]), runfiles = ctx.runfiles([out]))]

_ATTRS = {
    "deps": attr.label_list(allow_files = True),
    "srcs": attr.label_list(allow_files = True),
    "tagged": attr.label_list(aspects = [tag_aspect]),
    "words": attr.string(),
}

cat = rule(_impl, attrs = _ATTRS, toolchains = ["//tc:type"])

def _test_impl(ctx):
    out = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(out, "#!/bin/sh\n" + ctx.attr.words, is_executable = True)
    return [DefaultInfo(executable = out, runfiles = ctx.runfiles(ctx.files.deps))]

cat_test = rule(_test_impl, attrs = _ATTRS, test = True)

def _setting_impl(ctx):
    return []

flavour = rule(_setting_impl, build_setting = config.string(flag = True))
`,
		"rules/command.bzl": "COMMAND = \"cat\"\n",
		"rules/macro.bzl":   "def made(name, words = \"made\"):\n    native.genrule(name = name, outs = [name + \".gen\"], cmd = \"echo \" + words + \" > $@\")\n",
		"rules/unused.bzl":  "X = 1\n",
		"rules/shared.bzl":  "SHARED = \"shared\"\n",
		"rules/pre.bzl":     "PRE = \"pre\"\n",
		"rules/tagger.txt":  "tagger",
		"rules/with.bzl": `load(":runner.bzl", "run")

def _transition_impl(settings, attr):
    return {"//conf:flavour": "fancy"}

fancy = transition(implementation = _transition_impl, inputs = [], outputs = ["//conf:flavour"])

def _with_impl(ctx):
    return [DefaultInfo(files = run(ctx, ctx.executable.tool, ctx.files.dep))]

with_fancy = rule(_with_impl, attrs = {
    "dep": attr.label(cfg = fancy),
    "tool": attr.label(cfg = "exec", executable = True),
    "_allowlist_function_transition": attr.label(default = "@bazel_tools//tools/allowlists/function_transition_allowlist"),
})
`,
		// What it depends on is in another configuration only when the build setting says so.
		"rules/paced.bzl": `def _transition_impl(settings, attr):
    mode = settings["//command_line_option:compilation_mode"]
    return {"//command_line_option:compilation_mode": "opt" if settings["//conf:pace"] == "fast" else mode}

pace = transition(
    implementation = _transition_impl,
    inputs = ["//command_line_option:compilation_mode", "//conf:pace"],
    outputs = ["//command_line_option:compilation_mode"],
)

def _paced_impl(ctx):
    out = ctx.actions.declare_file(ctx.label.name + ".out")
    ctx.actions.run_shell(inputs = ctx.files.deps, outputs = [out], command = "cat %s > %s" % (" ".join([f.path for f in ctx.files.deps]), out.path))
    return [DefaultInfo(files = depset([out]))]

paced = rule(_paced_impl, attrs = {
    "deps": attr.label_list(cfg = pace),
    "_allowlist_function_transition": attr.label(default = "@bazel_tools//tools/allowlists/function_transition_allowlist"),
})
`,
		"rules/runner.bzl": `def run(ctx, tool, files):
    out = ctx.actions.declare_file(ctx.label.name + ".ran")
    ctx.actions.run(executable = tool, inputs = files, outputs = [out], arguments = [out.path] + [f.path for f in files])
    return depset([out])
`,
		// All BUILD files load it without saying so.
		"tools/build_rules/BUILD":         "",
		"tools/build_rules/prelude_bazel": "load(\"//rules:pre.bzl\", \"PRE\")\n",

		"tc/BUILD": `load(":tc.bzl", "impl")

toolchain_type(name = "type", visibility = ["//visibility:public"])

impl(name = "impl", files = ["tool.txt"], value = "1")

impl(name = "chained", value = "chained", visibility = ["//visibility:public"])

toolchain(name = "tc", toolchain = ":impl", toolchain_type = ":type")
`,
		"modal/BUILD": `toolchain(name = "modal", target_settings = ["//conf:modal"], toolchain = "//tc:chained", toolchain_type = "//tc:type")
`,

		"tc/tc.bzl": `def _impl(ctx):
    return [platform_common.ToolchainInfo(info = struct(value = ctx.attr.value, files = ctx.files.files))]

impl = rule(_impl, attrs = {"files": attr.label_list(allow_files = True), "value": attr.string()})
`,
		"tc/tool.txt": "tool",

		"conf/more.bazelrc": "build --define=more=1\n",
		"conf/BUILD": `load("//rules:cat.bzl", "flavour")

package(default_visibility = ["//visibility:public"])

flavour(name = "flavour", build_setting_default = "plain")

config_setting(name = "fancy", flag_values = {":flavour": "fancy"})

flavour(name = "mode", build_setting_default = "plain")

config_setting(name = "modal", flag_values = {":mode": "fancy"})

flavour(name = "pace", build_setting_default = "slow")

config_setting(name = "hasty", flag_values = {":pace": "fast"})

label_flag(name = "which", build_setting_default = ":one.txt")

exports_files(["one.txt", "two.txt"])

constraint_setting(name = "speed", default_constraint_value = ":slow")

constraint_value(name = "fast", constraint_setting = ":speed")

constraint_value(name = "slow", constraint_setting = ":speed")

platform(name = "racer", constraint_values = [":fast"])
`,
		"conf/one.txt": "one", "conf/two.txt": "two",
	}
}
