"""Rule: current_tofu."""

load("//build/tofu:toolchain.bzl", "TOFU_TOOLCHAIN_TYPE")
load(":run.bzl", "tofu_of")

_DOC = "The OpenTofu of this build as a target: for tests that need the program itself, and to run by hand."

def _current_tofu_impl(ctx):
    exe = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(
        is_executable = True,
        output = exe,
        target_file = tofu_of(ctx).tofu,
    )
    return [DefaultInfo(executable = exe, files = depset([exe]), runfiles = ctx.runfiles([exe]))]

current_tofu = rule(
    doc = _DOC,
    implementation = _current_tofu_impl,
    executable = True,
    toolchains = [TOFU_TOOLCHAIN_TYPE],
)
