"""Rules: current_tofu, current_tflint."""

load("//build/tofu:toolchain.bzl", "TFLINT_TOOLCHAIN_TYPE", "TOFU_TOOLCHAIN_TYPE")
load(":run.bzl", "tofu_of")

_DOC = "The {} of this build as a target: for tests that need the program itself, and to run by hand."

def _current(ctx, program):
    exe = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(
        is_executable = True,
        output = exe,
        target_file = program,
    )
    return [DefaultInfo(executable = exe, files = depset([exe]), runfiles = ctx.runfiles([exe]))]

def _current_tofu_impl(ctx):
    return _current(ctx, tofu_of(ctx).tofu)

def _current_tflint_impl(ctx):
    return _current(ctx, ctx.toolchains[TFLINT_TOOLCHAIN_TYPE].tflint_info.tflint)

current_tofu = rule(
    doc = _DOC.format("OpenTofu"),
    implementation = _current_tofu_impl,
    executable = True,
    toolchains = [TOFU_TOOLCHAIN_TYPE],
)

current_tflint = rule(
    doc = _DOC.format("TFLint"),
    implementation = _current_tflint_impl,
    executable = True,
    toolchains = [TFLINT_TOOLCHAIN_TYPE],
)
