"""The toolchain: which program `nix` is.

Flywheel registers the machine's own. To use another, register a toolchain of
type `//build/nix:toolchain_type` in the root module's MODULE.bazel.
"""

load(":providers.bzl", "NixToolchainInfo")

NIX_TOOLCHAIN_TYPE = Label("//build/nix:toolchain_type")

_DOC = """A Nix program, 2.8 or later, to be named by a `toolchain` of type `@flywheel//build/nix:toolchain_type`.

```starlark
nix_toolchain(
    name = "nixpkgs_nix",
    nix = "@nixpkgs_nix//:bin/nix",
)

toolchain(
    name = "nix",
    toolchain = ":nixpkgs_nix",
    toolchain_type = "@flywheel//build/nix:toolchain_type",
)
```

Without `nix` and `path` it is the machine's own, looked for when a target runs: on PATH, then
in the profiles that Nix's installers make. Only `bazel run` uses it."""

_ATTRS = {
    "nix": attr.label(
        doc = "The program, one executable file; it runs on the machine that pushes.",
        allow_single_file = True,
        executable = True,
        cfg = "exec",
    ),
    "path": attr.string(doc = "Absolute path of the machine's own program; not together with `nix`."),
}

def _nix_toolchain_impl(ctx):
    if ctx.attr.path and ctx.file.nix:
        fail("{}: nix and path: give one of the two".format(ctx.label))
    if ctx.attr.path and not ctx.attr.path.startswith("/"):
        fail("{}: path {}: want an absolute path".format(ctx.label, repr(ctx.attr.path)))
    return [platform_common.ToolchainInfo(
        nix_info = NixToolchainInfo(nix = ctx.file.nix, path = ctx.attr.path),
        nix_runfiles = ctx.attr.nix[DefaultInfo].default_runfiles if ctx.attr.nix else None,
    )]

nix_toolchain = rule(
    doc = _DOC,
    implementation = _nix_toolchain_impl,
    attrs = _ATTRS,
    provides = [platform_common.ToolchainInfo],
)
