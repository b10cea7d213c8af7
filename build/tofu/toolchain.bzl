"""The OpenTofu toolchain: which program `tofu` is.

MODULE.bazel registers one by `tofu.toolchain(…)` (`//build/tofu:extensions.bzl`);
`tofu_toolchain` is for a program that another rule built or fetched.
"""

load(":providers.bzl", "TofuToolchainInfo")

TOFU_TOOLCHAIN_TYPE = Label("//build/tofu:toolchain_type")

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
