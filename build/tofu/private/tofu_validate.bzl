"""Rules: tofu_validate, tofu_validate_test."""

load("//build/tofu:providers.bzl", "TofuModuleInfo")
load("//build/tofu:toolchain.bzl", "TOFU_TOOLCHAIN_TYPE")
load(":run.bzl", "TOFURUN_ATTRS", "launcher", "run_action", "write_spec")

_DOC = """Makes a build fail when a module is invalid.

The output is the JSON report of `tofu validate`, made by the module's one cached action."""

_TEST_DOC = """Tests that a module is valid.

The test reads the JSON report of the module's one cached action, so that running it
again costs nothing while the module, its closure and OpenTofu stay as they are."""

_ATTRS = {
    "module": attr.label(
        doc = "The `tofu_module` to validate.",
        mandatory = True,
        providers = [TofuModuleInfo],
    ),
}

def _tofu_validate_impl(ctx):
    report = ctx.attr.module[TofuModuleInfo].report
    spec = write_spec(ctx, ctx.label.name + ".json", "verdict", "build", {"report": report.path})
    verdict = ctx.actions.declare_file(ctx.label.name + ".verdict.json")
    run_action(ctx, "TofuVerdict", "Judging %{label}", spec, verdict, depset([report]))
    return [
        DefaultInfo(files = depset([report])),
        OutputGroupInfo(
            _validation = depset([verdict]),
            spec = depset([spec]),
        ),
    ]

def _tofu_validate_test_impl(ctx):
    report = ctx.attr.module[TofuModuleInfo].report
    spec = write_spec(ctx, ctx.label.name + ".json", "verdict", "run", {"report": report.short_path})
    return launcher(ctx, spec, [depset([report])])

tofu_validate = rule(
    doc = _DOC,
    implementation = _tofu_validate_impl,
    attrs = _ATTRS | TOFURUN_ATTRS,
    toolchains = [TOFU_TOOLCHAIN_TYPE],
)

tofu_validate_test = rule(
    doc = _TEST_DOC,
    implementation = _tofu_validate_test_impl,
    attrs = _ATTRS | TOFURUN_ATTRS,
    test = True,
    toolchains = [TOFU_TOOLCHAIN_TYPE],
)
