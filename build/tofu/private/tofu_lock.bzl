"""Rules: tofu_lock, tofu_lock_test, tofu_schemas."""

load("//build/tofu:providers.bzl", "TofuModuleInfo")
load("//build/tofu:toolchain.bzl", "TOFU_TOOLCHAIN_TYPE")
load(":run.bzl", "TOFURUN_ATTRS", "build_file", "launcher", "spec_files", "tofu_of", "user_label", "write_spec")
load(":versions.bzl", "PLATFORMS")

_LockInfo = provider(
    doc = "What a lock file has to agree with.",
    fields = {
        "files": "depset of File: all that the spec names.",
        "spec": "dict: the fields of a spec that tell modules and lock file.",
    },
)

_SchemasInfo = provider(
    doc = "A directory of schema snapshots.",
    fields = {
        "directory": "string: the directory in the source tree.",
        "files": "list of File: the snapshots that are there.",
    },
)

_LOCK_DOC = """Updates a lock file in the source tree, with `bazel run`.

```starlark
tofu_lock(
    name = "lock",
    lock = ".terraform.lock.hcl",
    modules = ["//tofu/modules/attic", "//tofu/stacks/attic:module"],
)
```

OpenTofu's own `tofu providers lock` chooses one version of each third-party provider that
meets the constraints of all the modules and what they call, and takes the hashes of all
platforms. `bazel run //tofu:lock -- --help` tells of `--upgrade`, `--platform` and
`--mirror`. Only this needs the network."""

_LOCK_TEST_DOC = """Tests that a lock file agrees with modules and schema snapshots.

It meets every constraint, locks nothing else, has hashes for every platform and is in
OpenTofu's own form; each snapshot is of a locked version and each locked version has
one. A failure names the place and the command that mends it."""

_SCHEMAS_DOC = """Renews the schema snapshots of the locked providers in the source tree, with `bazel run`.

What is missing is captured from the provider's own plugin, which OpenTofu downloads and
verifies by the lock file; what is no longer locked is removed. A provider that cannot be
downloaded on this machine is skipped and named."""

_LOCK_ATTRS = {
    "extra": attr.string_dict(doc = "Providers to lock that none of `modules` requires: source (`hashicorp/random`) to version constraint (`~> 3.8`)."),
    "lock": attr.label(
        doc = "The lock file, `.terraform.lock.hcl`; to start with, an empty file.",
        allow_single_file = [".hcl"],
        mandatory = True,
    ),
    "modules": attr.label_list(
        doc = "The modules whose `required_providers`, with those of all that they call, are locked: `tofu_module` targets.",
        providers = [TofuModuleInfo],
    ),
    "platforms": attr.string_list(
        doc = "Platforms whose hashes the file has, `<os>_<arch>`.",
        default = sorted(PLATFORMS),
    ),
}

_LOCK_TEST_ATTRS = {
    "lock": attr.label(
        doc = "The `tofu_lock` target of the file.",
        mandatory = True,
        providers = [_LockInfo],
    ),
    "schemas": attr.label(
        doc = "The `tofu_schemas` target of the snapshots; none: snapshots are not checked.",
        providers = [_SchemasInfo],
    ),
    "without_hashes": attr.string_list(doc = "Addresses (`<host>/<namespace>/<type>`) that may be locked without hashes for a while; their plugins cannot be downloaded."),
}

_SCHEMAS_ATTRS = {
    "directory": attr.string(
        doc = "The snapshots' directory, relative to the package; `.` for the package itself.",
        default = "schemas",
    ),
    "lock": attr.label(
        doc = "The lock file.",
        allow_single_file = [".hcl"],
        mandatory = True,
    ),
    "srcs": attr.label_list(
        doc = "The snapshots that are there: `glob([\"schemas/*.schema\"], allow_empty = True)`.",
        allow_files = [".schema"],
    ),
}

def _closures(modules):
    """The modules of several closures, each once."""
    by_dir = {}
    for module in modules:
        for m in module[TofuModuleInfo].closure.to_list():
            by_dir[m.dir] = m
    return by_dir.values()

def _lock_info(ctx):
    modules = _closures(ctx.attr.modules)
    built = {}
    for module in ctx.attr.modules:
        for p in module[TofuModuleInfo].providers.to_list():
            if not p.lock:
                built[p.address] = True
    return _LockInfo(
        files = depset([ctx.file.lock], transitive = [depset(m.srcs) for m in modules]),
        spec = {
            "locking": {
                "build_file": build_file(ctx),
                "built": sorted(built),
                "extra": ctx.attr.extra,
                "file": spec_files([ctx.file.lock], "run")[0],
                "platforms": ctx.attr.platforms,
            },
            "modules": [
                {
                    "build_file": m.build_file,
                    "dir": m.dir,
                    "label": m.label,
                    "srcs": spec_files(m.srcs, "run"),
                }
                for m in modules
            ],
            "root": modules[0].dir if modules else "",
        },
    )

def _tofu_lock_impl(ctx):
    if not ctx.attr.modules and not ctx.attr.extra:
        fail("{}: modules and extra are empty: nothing would be locked".format(user_label(ctx.label)))
    info = _lock_info(ctx)
    spec = write_spec(ctx, ctx.label.name + ".json", "lock", "run", info.spec)
    return launcher(ctx, spec, [info.files, depset([tofu_of(ctx).tofu])]) + [info]

def _tofu_lock_test_impl(ctx):
    info = ctx.attr.lock[_LockInfo]
    locking = info.spec["locking"] | {"without_hashes": ctx.attr.without_hashes}
    if ctx.attr.schemas:
        schemas = ctx.attr.schemas[_SchemasInfo]
        locking = locking | {
            "schema_dir": schemas.directory,
            "schema_fix": "bazel run " + user_label(ctx.attr.schemas.label),
            "schemas": spec_files(schemas.files, "run"),
        }
    spec = write_spec(ctx, ctx.label.name + ".json", "lock_test", "run", info.spec | {
        "fix": "bazel run " + user_label(ctx.attr.lock.label),
        "locking": locking,
    })

    # Of the snapshots the names count, not the content.
    return launcher(ctx, spec, [info.files])

def _tofu_schemas_impl(ctx):
    parts = [p for p in [ctx.label.package, ctx.attr.directory] if p not in ["", "."]]
    directory = "/".join(parts)
    for file in ctx.files.srcs:
        if file.short_path != directory + "/" + file.basename:
            fail("{}: {} is not in {}: its snapshots all are; correct srcs or directory".format(user_label(ctx.label), file.short_path, directory))
    spec = write_spec(ctx, ctx.label.name + ".json", "schemas", "run", {"locking": {
        "file": spec_files([ctx.file.lock], "run")[0],
        "schema_dir": directory,
    }})
    return launcher(ctx, spec, [depset([ctx.file.lock, tofu_of(ctx).tofu])]) + [
        _SchemasInfo(directory = directory, files = ctx.files.srcs),
    ]

tofu_lock = rule(
    doc = _LOCK_DOC,
    implementation = _tofu_lock_impl,
    attrs = _LOCK_ATTRS | TOFURUN_ATTRS,
    executable = True,
    toolchains = [TOFU_TOOLCHAIN_TYPE],
)

tofu_lock_test = rule(
    doc = _LOCK_TEST_DOC,
    implementation = _tofu_lock_test_impl,
    attrs = _LOCK_TEST_ATTRS | TOFURUN_ATTRS,
    test = True,
    toolchains = [TOFU_TOOLCHAIN_TYPE],
)

tofu_schemas = rule(
    doc = _SCHEMAS_DOC,
    implementation = _tofu_schemas_impl,
    attrs = _SCHEMAS_ATTRS | TOFURUN_ATTRS,
    executable = True,
    toolchains = [TOFU_TOOLCHAIN_TYPE],
)
