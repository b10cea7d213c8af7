"""Rule: locked_provider, which the hub repository @tofu_providers is made of."""

load("//build/tofu:providers.bzl", "TofuProviderInfo")

_DOC = """A third-party provider that the lock file pins.

Only the hub repository has targets of it; `tofu.lock(…)` in MODULE.bazel makes them. In
schema mode there is a snapshot of the schema, if there is one at all, and no program; in
`real` mode there is the program, downloaded and verified."""

_ATTRS = {
    "address": attr.string(doc = "Source address with its registry host.", mandatory = True),
    "files": attr.label(doc = "What lies beside the program in its package; in real mode only.", allow_files = True),
    "lock": attr.label(doc = "The lock file.", allow_single_file = True, mandatory = True),
    "lock_command": attr.string(doc = "What changes the lock file, for messages.", mandatory = True),
    "platform": attr.string(doc = "`<os>_<arch>` as OpenTofu writes it.", mandatory = True),
    "plugin": attr.label(doc = "The program, in real mode only.", allow_single_file = True),
    "schema": attr.label(doc = "Snapshot of the provider's schema; none: only real mode can use the provider.", allow_single_file = [".schema"]),
    "version": attr.string(doc = "The locked version.", mandatory = True),
}

def _locked_provider_impl(ctx):
    return [
        DefaultInfo(files = depset([f for f in [ctx.file.plugin, ctx.file.schema] if f])),
        TofuProviderInfo(
            address = ctx.attr.address,
            binary = ctx.file.plugin,
            data = tuple(ctx.files.files),
            label = "@tofu_providers//:" + ctx.label.name,
            lock = ctx.file.lock,
            lock_command = ctx.attr.lock_command,
            platform = ctx.attr.platform,
            schema = ctx.file.schema,
            version = ctx.attr.version,
        ),
    ]

locked_provider = rule(
    doc = _DOC,
    implementation = _locked_provider_impl,
    attrs = _ATTRS,
    provides = [TofuProviderInfo],
)
