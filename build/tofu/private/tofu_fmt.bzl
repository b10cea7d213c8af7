"""Rules: tofu_fmt, tofu_fmt_test."""

load("//build/tofu:toolchain.bzl", "TOFU_TOOLCHAIN_TYPE")
load(":run.bzl", "TOFURUN_ATTRS", "launcher", "spec_files", "tofu_of", "user_label", "write_spec")

_DOC = """Formats files in the source tree, with `bazel run`.

Without `srcs` it formats every configuration, variable and test file of the workspace."""

_TEST_DOC = "Tests that files are as `tofu fmt` writes them; a failure shows the difference and the command that mends it."

_EXTENSIONS = [".tf", ".tfvars", ".tftest.hcl", ".tofu", ".tofutest.hcl"]

_SRCS_DOC = "Files of the source tree: `.tf`, `.tofu`, `.tfvars`, `.tftest.hcl`, `.tofutest.hcl`."

_TEST_ATTRS = {
    "fix": attr.label(
        doc = "The `tofu_fmt` target that mends what this test finds.",
        executable = True,
        cfg = "target",
        mandatory = True,
    ),
    "srcs": attr.label_list(doc = _SRCS_DOC, allow_files = _EXTENSIONS, mandatory = True),
}

_ATTRS = {
    "srcs": attr.label_list(doc = _SRCS_DOC, allow_files = _EXTENSIONS),
}

def _tofu_fmt_impl(ctx):
    spec = write_spec(ctx, ctx.label.name + ".json", "fmt_fix", "run", {
        "files": spec_files(ctx.files.srcs, "run"),
    })
    return launcher(ctx, spec, [depset([tofu_of(ctx).tofu])])

def _tofu_fmt_test_impl(ctx):
    if not ctx.files.srcs:
        fail("{}: srcs is empty: nothing would be checked".format(user_label(ctx.label)))
    spec = write_spec(ctx, ctx.label.name + ".json", "fmt", "run", {
        "files": spec_files(ctx.files.srcs, "run"),
        "fix": "bazel run " + user_label(ctx.attr.fix.label),
    })
    return launcher(ctx, spec, [depset(ctx.files.srcs + [tofu_of(ctx).tofu])])

tofu_fmt = rule(
    doc = _DOC,
    implementation = _tofu_fmt_impl,
    attrs = _ATTRS | TOFURUN_ATTRS,
    executable = True,
    toolchains = [TOFU_TOOLCHAIN_TYPE],
)

tofu_fmt_test = rule(
    doc = _TEST_DOC,
    implementation = _tofu_fmt_test_impl,
    attrs = _TEST_ATTRS | TOFURUN_ATTRS,
    test = True,
    toolchains = [TOFU_TOOLCHAIN_TYPE],
)
