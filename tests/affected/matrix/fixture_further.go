package matrix

import "context"

// Further makes a small workspace of what the other two are without: FurtherEdits are of it.
func Further(ctx context.Context, tmp, bazel string) (w *Workspace, commit string, err error) {
	w, err = New(ctx, tmp, bazel, "", furtherFiles())
	if err == nil {
		err = chmod("status.sh", 0o755)(w)
	}
	if err == nil {
		commit, err = w.Commit()
	}
	return w, commit, err
}

func furtherFiles() map[string]string {
	return map[string]string{
		".gitignore": "bazel-*\nMODULE.bazel.lock\n",
		".bazelrc": noCompiler + `common --enable_platform_specific_config
common --repo_env=RULE_ENV=1
common --repo_env=EXT_ENV=1
build --flag_alias=tint=//conf:tint
build --tint=red
build --//conf:bright
build --platforms=//conf:home
common:linux --define=os=linux
build --workspace_status_command=./status.sh
build --stamp
build --deleted_packages=gone
`,
		"status.sh": "#!/bin/sh\necho STABLE_WORD one\n",
		"MODULE.bazel": `module(name = "further", version = "1.0")
envy = use_repo_rule("//repo:defs.bzl", "envy")
envy(name = "by_rule", word = "attribute")
patched = use_repo_rule("//repo:defs.bzl", "patched")
patched(name = "patched", patch = "//repo:fix.patch")
ext = use_extension("//repo:defs.bzl", "ext")
use_repo(ext, "by_extension")
bazel_dep(name = "chains", version = "1")
local_path_override(module_name = "chains", path = "chains")
bazel_dep(name = "twin", version = "1")
local_path_override(module_name = "twin", path = "twins/a")
local_repository = use_repo_rule("@bazel_tools//tools/build_defs/repo:local.bzl", "local_repository")
local_repository(name = "local", path = "twins/a")
new_local = use_repo_rule("@bazel_tools//tools/build_defs/repo:local.bzl", "new_local_repository")
new_local(name = "new_local", path = "twins/a", build_file_content = "exports_files(['word.txt'])")
register_execution_platforms("//conf:slow_host", "//conf:fast_host")
register_toolchains("//conf:all")
`,
		"chains/MODULE.bazel": "module(name = \"chains\", version = \"1\")\nregister_toolchains(\"//:first\", \"//:second\")\n",
		"chains/BUILD": `toolchain_type(name = "type", visibility = ["//visibility:public"])
toolchain(name = "first", toolchain = "@@//conf:one", toolchain_type = ":type")
toolchain(name = "second", toolchain = "@@//conf:two", toolchain_type = ":type")
`,
		".bazelignore":         "chains\ntwins\n",
		"twins/a/MODULE.bazel": "module(name = \"twin\", version = \"1\")\n", "twins/b/MODULE.bazel": "module(name = \"twin\", version = \"1\")\n",
		"twins/a/BUILD": "exports_files([\"word.txt\"])\n", "twins/b/BUILD": "exports_files([\"word.txt\"])\n", "twins/a/word.txt": "a", "twins/b/word.txt": "b",
		"repo/BUILD": "exports_files([\"fix.patch\"])\n",
		"repo/defs.bzl": `def _envy(rctx):
    rctx.file("BUILD", "exports_files(['word.txt'])")
    rctx.file("word.txt", rctx.attr.word + (rctx.getenv("RULE_ENV") or ""))

envy = repository_rule(_envy, attrs = {"word": attr.string()})

def _patched(rctx):
    rctx.file("BUILD", "exports_files(['word.txt'])")
    rctx.file("word.txt", "old\n")
    rctx.patch(rctx.attr.patch)

patched = repository_rule(_patched, attrs = {"patch": attr.label()})

def _ext(mctx):
    envy(name = "by_extension", word = mctx.getenv("EXT_ENV") or "")

ext = module_extension(_ext)
`,
		"repo/fix.patch": "--- word.txt\n+++ word.txt\n@@ -1,1 +1,1 @@\n-old\n+new\n",
		"conf/BUILD": `load("//rules:defs.bzl", "chain", "flag", "switch")

package(default_visibility = ["//visibility:public"])

flag(name = "tint", build_setting_default = "none")
switch(name = "bright", build_setting_default = False)
config_setting(name = "red", flag_values = {":tint": "red"})
config_setting(name = "lit", flag_values = {":bright": "True"})
config_setting(name = "linux", define_values = {"os": "linux"})
config_setting(name = "at_home", constraint_values = [":here"])
constraint_setting(name = "place")
constraint_value(name = "here", constraint_setting = ":place")
constraint_value(name = "there", constraint_setting = ":place")
platform(name = "home", parents = ["@bazel_tools//tools:host_platform"], constraint_values = [":here"])
platform(name = "away", parents = ["@bazel_tools//tools:host_platform"], constraint_values = [":there"])
platform(name = "slow_host", parents = ["@bazel_tools//tools:host_platform"], constraint_values = [":there"], exec_properties = {"pace": "slow"})
platform(name = "fast_host", parents = ["@bazel_tools//tools:host_platform"], constraint_values = [":here"], exec_properties = {"pace": "fast"})
chain(name = "one", word = "one")
chain(name = "two", word = "two")
`,
		"rules/BUILD": "exports_files([\"implicit.txt\", \"other.txt\"])\n", "rules/implicit.txt": "i", "rules/other.txt": "o",
		"rules/aspect.bzl": `def _note_impl(target, ctx):
    out = ctx.actions.declare_file(target.label.name + ".note")
    ctx.actions.write(out, "note")
    return [OutputGroupInfo(note = depset([out]))]

note = aspect(_note_impl)
`,
		"rules/defs.bzl": `def _flag_impl(ctx):
    return []

flag = rule(_flag_impl, build_setting = config.string(flag = True))
switch = rule(_flag_impl, build_setting = config.bool(flag = True))

def _chain_impl(ctx):
    return [platform_common.ToolchainInfo(word = ctx.attr.word)]

chain = rule(_chain_impl, attrs = {"word": attr.string()})

def _write_impl(ctx):
    out = ctx.actions.declare_file(ctx.label.name + ".out")
    extra = ctx.actions.declare_file(ctx.label.name + ".extra")
    ctx.actions.run_shell(inputs = ctx.files._implicit, outputs = [out], command = "echo %s > %s" % (ctx.toolchains["@chains//:type"].word, out.path))
    ctx.actions.write(extra, "extra")
    return [DefaultInfo(files = depset([out])), OutputGroupInfo(more = depset([extra]))]

write = rule(_write_impl, toolchains = ["@chains//:type"], attrs = {"_implicit": attr.label(default = "//rules:implicit.txt", allow_files = True)})

def _stamped_impl(ctx):
    out = ctx.actions.declare_file(ctx.label.name + ".out")
    ctx.actions.run_shell(inputs = [ctx.info_file], outputs = [out], command = "cat %s > %s" % (ctx.info_file.path, out.path))
    return [DefaultInfo(files = depset([out]))]

stamped = rule(_stamped_impl)

def versioned(name):
    native.genrule(name = name, outs = [name + ".v"], cmd = "echo %s %s > $@" % (native.module_name(), native.module_version()))
`,
		"gone/BUILD":    "genrule(name = \"gone\", outs = [\"o\"], cmd = \"echo > $@\")\n",
		"big/sub/x.txt": "x", "big/BUILD": "genrule(name = \"big\", srcs = [\"sub/x.txt\"], outs = [\"o\"], cmd = \"cat $< > $@\")\nfilegroup(name = \"subs\", srcs = glob([\"sub/**\"]))\ngenrule(name = \"all\", srcs = [\":subs\"], outs = [\"a\"], cmd = \"ls $(SRCS) > $@\")\n",
		"use/data.txt": "d",
		"use/BUILD": `load("//rules:defs.bzl", "stamped", "versioned", "write")

package(default_applicable_licenses = [":license"])

filegroup(name = "license", applicable_licenses = [])
write(name = "write")
stamped(name = "stamped")
versioned(name = "versioned")
filegroup(name = "more", srcs = [":write"], output_group = "more")
genrule(name = "grouped", srcs = [":more"], outs = ["grouped.out"], cmd = "ls $(SRCS) > $@", exec_compatible_with = ["//conf:here"])
genrule(name = "twin", srcs = ["@twin//:word.txt"], outs = ["twin.out"], cmd = "cat $< > $@")
genrule(name = "local", srcs = ["@local//:word.txt"], outs = ["local.out"], cmd = "cat $< > $@")
genrule(name = "new_local", srcs = ["@new_local//:word.txt"], outs = ["new_local.out"], cmd = "cat $< > $@")
genrule(name = "by_rule", srcs = ["@by_rule//:word.txt"], outs = ["by_rule.out"], cmd = "cat $< > $@")
genrule(name = "by_extension", srcs = ["@by_extension//:word.txt"], outs = ["by_extension.out"], cmd = "cat $< > $@")
genrule(name = "patched", srcs = ["@patched//:word.txt"], outs = ["patched.out"], cmd = "cat $< > $@")
genrule(name = "tinted", outs = ["tinted.out"], cmd = select({"//conf:red": "echo red > $@", "//conditions:default": "echo > $@"}))
genrule(name = "lit", outs = ["lit.out"], cmd = select({"//conf:lit": "echo lit > $@", "//conditions:default": "echo > $@"}))
genrule(name = "os", outs = ["os.out"], cmd = select({"//conf:linux": "echo linux > $@", "//conditions:default": "echo > $@"}))
genrule(name = "placed", outs = ["placed.out"], cmd = select({"//conf:at_home": "echo home > $@", "//conditions:default": "echo > $@"}))
genrule(name = "there", outs = ["there.out"], cmd = "echo > $@", target_compatible_with = ["//conf:there"])
`,
	}
}
