"""Rule: tofu_test."""

load("//build/tofu:providers.bzl", "TofuModuleInfo")
load("//build/tofu:toolchain.bzl", "TOFU_TOOLCHAIN_TYPE")
load(":mode.bzl", "PROVIDER_MODE_ATTRS", "provider_mode_transition")
load(":run.bzl", "TOFURUN_ATTRS", "launcher", "provider_files", "spec_closure", "spec_files", "tofu_of", "user_label", "write_spec")

_DOC = """Runs a module's `*.tftest.hcl` files with `tofu test`, each run block a JUnit test case.

```starlark
tofu_test(
    name = "test",
    srcs = glob(["tests/*.tftest.hcl"]),
    module = ":client-config",
)
```

`--test_filter=<file or run name>` runs a part of them; `shard_count` deals the files out (shards share no plans).

OpenTofu plans the whole module for every run. To save most of that, the tests are run in a shorter way first: runs that
give values to variables and expect nothing but variables to be refused (`command = plan`, `expect_failures = [var.x]`) are planned
with the module's variables alone; runs that plan the same, in files that are the same outside their runs, are planned once, with
the assertions of all; and of resources, OpenTofu gets to see only those optional arguments and blocks whose names occur
somewhere in the module's or tests' files. If all runs pass, that is the result. Otherwise the tests are run as they are
written, and the result is theirs."""

_ATTRS = {
    "data": attr.label_list(
        doc = "Files that only the tests read, and what they call by a `module` block in a run: `tofu_module` targets, which come with all that they call, or a directory's `.tf` files.",
        allow_files = True,
    ),
    "module": attr.label(
        doc = "The `tofu_module` under test.",
        mandatory = True,
        providers = [TofuModuleInfo],
    ),
    "srcs": attr.label_list(
        doc = "The test files, in the module's package or its directory `tests`.",
        allow_files = [".tftest.hcl", ".tftest.json", ".tofutest.hcl", ".tofutest.json"],
        mandatory = True,
    ),
}

def _tofu_test_impl(ctx):
    if not ctx.files.srcs:
        fail("{}: srcs is empty: nothing would be tested".format(user_label(ctx.label)))
    module = ctx.attr.module[TofuModuleInfo]
    tests = depset(ctx.files.srcs + ctx.files.data, transitive = [
        d[TofuModuleInfo].files
        for d in ctx.attr.data
        if TofuModuleInfo in d
    ])
    spec = write_spec(ctx, ctx.label.name + ".json", "test", "run", {
        "tests": spec_files(tests.to_list(), "run"),
    } | spec_closure(module, "run"))
    files = depset(provider_files(module) + [tofu_of(ctx).tofu], transitive = [tests, module.files])
    return launcher(ctx, spec, [files])

tofu_test = rule(
    doc = _DOC,
    implementation = _tofu_test_impl,
    attrs = _ATTRS | PROVIDER_MODE_ATTRS | TOFURUN_ATTRS,
    cfg = provider_mode_transition,
    test = True,
    toolchains = [TOFU_TOOLCHAIN_TYPE],
)
