"""The toolchains: which programs `tofu` and `tflint` are.

MODULE.bazel registers them by `tofu.toolchain(…)` and `tofu.lint(…)` (`//build/tofu:extensions.bzl`);
`tofu_toolchain` and `tflint_toolchain` are for a program that another rule built or fetched.
"""

load(":providers.bzl", "TflintToolchainInfo", "TofuToolchainInfo")

TOFU_TOOLCHAIN_TYPE = Label("//build/tofu:toolchain_type")
TFLINT_TOOLCHAIN_TYPE = Label("//build/tofu:tflint_toolchain_type")

_DOC = """An OpenTofu program, to be named by a `toolchain` of type `//build/tofu:toolchain_type`.

```starlark
tofu_toolchain(
    name = "nixpkgs_tofu",
    tofu = "@nixpkgs_opentofu//:bin/tofu",
    version = "1.12.6",
)
```"""

_ATTRS = {
    "tofu": attr.label(
        doc = "The program, one executable file; it runs on the machine that builds.",
        allow_single_file = True,
        executable = True,
        cfg = "exec",
        mandatory = True,
    ),
    "version": attr.string(
        doc = "The version that `tofu version` prints, without a leading v.",
        mandatory = True,
    ),
}

def _tofu_toolchain_impl(ctx):
    return [platform_common.ToolchainInfo(
        tofu_info = TofuToolchainInfo(
            tofu = ctx.file.tofu,
            version = ctx.attr.version,
        ),
    )]

tofu_toolchain = rule(
    doc = _DOC,
    implementation = _tofu_toolchain_impl,
    attrs = _ATTRS,
    provides = [platform_common.ToolchainInfo],
)

_TFLINT_DOC = """A TFLint program with its bundled ruleset, to be named by a `toolchain` of type `//build/tofu:tflint_toolchain_type`.

```starlark
tflint_toolchain(
    name = "nixpkgs_tflint",
    tflint = "@nixpkgs_tflint//:bin/tflint",
    version = "0.64.0",
)
```"""

_TFLINT_ATTRS = {
    "tflint": attr.label(
        doc = "The program, one executable file; it runs on the machine that tests.",
        allow_single_file = True,
        executable = True,
        cfg = "exec",
        mandatory = True,
    ),
    "version": attr.string(
        doc = "The version that `tflint --version` prints.",
        mandatory = True,
    ),
}

def _tflint_toolchain_impl(ctx):
    return [platform_common.ToolchainInfo(
        tflint_info = TflintToolchainInfo(
            tflint = ctx.file.tflint,
            version = ctx.attr.version,
        ),
    )]

tflint_toolchain = rule(
    doc = _TFLINT_DOC,
    implementation = _tflint_toolchain_impl,
    attrs = _TFLINT_ATTRS,
    provides = [platform_common.ToolchainInfo],
)
