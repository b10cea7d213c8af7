"""Rule: tofu_provider."""

load("//build/tofu:providers.bzl", "TofuProviderInfo")
load(":mode.bzl", "no_mode_transition")
load(":run.bzl", "user_label")

_DOC = """A provider plugin that Bazel builds, for modules that require it.

```starlark
tofu_provider(
    name = "flywheel",
    address = "registry.opentofu.org/gloriousflywheel/flywheel",
    binary = "//tools/providerlocal",
    version = "0.1.0",
)
```

Checks use the program straight away; stacks install it from a file system mirror
that is made of it, by an ordinary `tofu init`."""

_ATTRS = {
    "address": attr.string(
        doc = "Source address with its registry host: `registry.opentofu.org/<namespace>/<type>`.",
        mandatory = True,
    ),
    "binary": attr.label(
        doc = "The plugin program.",
        allow_files = True,
        executable = True,
        cfg = no_mode_transition,
        mandatory = True,
    ),
    "data": attr.label_list(
        doc = "Programs and files to install beside the plugin, under their base names.",
        allow_files = True,
        cfg = no_mode_transition,
    ),
    "schema": attr.label(
        doc = "Snapshot of the provider's schema, made by `tofuschema capture`: saves checks a question to the plugin. It must be of this very build.",
        allow_single_file = [".schema"],
    ),
    "version": attr.string(
        doc = "Version without a leading v; the `version` constraints of modules are checked against it.",
        mandatory = True,
    ),
    "_aarch64": attr.label(default = Label("@platforms//cpu:aarch64")),
    "_macos": attr.label(default = Label("@platforms//os:macos")),
}

def _platform(ctx):
    """The target platform as OpenTofu writes it."""
    macos = ctx.target_platform_has_constraint(ctx.attr._macos[platform_common.ConstraintValueInfo])
    arm = ctx.target_platform_has_constraint(ctx.attr._aarch64[platform_common.ConstraintValueInfo])
    return "{}_{}".format("darwin" if macos else "linux", "arm64" if arm else "amd64")

def _tofu_provider_impl(ctx):
    parts = ctx.attr.address.split("/")
    if len(parts) != 3 or "." not in parts[0]:
        fail("{}: address = {}: want <registry host>/<namespace>/<type>, for example registry.opentofu.org/acme/widget".format(
            user_label(ctx.label),
            repr(ctx.attr.address),
        ))
    if ctx.attr.version.startswith("v"):
        fail("{}: version = {}: write it without the v".format(user_label(ctx.label), repr(ctx.attr.version)))
    return [
        DefaultInfo(files = depset([ctx.executable.binary])),
        TofuProviderInfo(
            address = ctx.attr.address,
            binary = ctx.executable.binary,
            data = tuple(ctx.files.data),
            label = user_label(ctx.label),
            lock = None,
            lock_command = "",
            platform = _platform(ctx),
            schema = ctx.file.schema,
            version = ctx.attr.version,
        ),
    ]

tofu_provider = rule(
    doc = _DOC,
    implementation = _tofu_provider_impl,
    attrs = _ATTRS,
    provides = [TofuProviderInfo],
)
