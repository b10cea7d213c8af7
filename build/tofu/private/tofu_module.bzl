"""Rule: tofu_module."""

load("//build/tofu:providers.bzl", "TofuModuleInfo", "TofuProviderInfo")
load("//build/tofu:toolchain.bzl", "TOFU_TOOLCHAIN_TYPE")
load(":mode.bzl", "PROVIDER_MODE_ATTRS", "provider_mode_transition")
load(":run.bzl", "TOFURUN_ATTRS", "build_file", "provider_files", "run_action", "spec_closure", "staged_dir", "tofu_of", "user_label", "write_spec")

_DOC = """An OpenTofu module: one package, its `.tf` files and what they call.

```starlark
tofu_module(
    name = "bazel-cache",
    srcs = glob(["*.tf"]),
    deps = ["//tofu/modules/namespace"],
)
```

A `module` block whose `source` is a local path must name the package of one of
`deps`, and each of `deps` must be called: building the target fails otherwise and
names the file, the line and the remedy."""

_ATTRS = {
    "data": attr.label_list(
        doc = "Files that the module reads by `file()`, `templatefile()`, `fileset()`.",
        allow_files = True,
    ),
    "deps": attr.label_list(
        doc = "The `tofu_module` targets whose packages this module's local `source` lines name.",
        providers = [TofuModuleInfo],
    ),
    "providers": attr.label_list(
        doc = "The `tofu_provider` targets that this module requires; those of `deps` come by themselves.",
        providers = [TofuProviderInfo],
    ),
    "source": attr.string(
        doc = "Of a third-party module, the address by which others call it, without `//subdirectory`: a registry's (`terraform-aws-modules/vpc/aws`) or a `git::`, `https:` one as their `source` lines write it. Bazel brings its files (`http_archive`, `git_repository`), pinned; nothing is downloaded by OpenTofu.",
    ),
    "srcs": attr.label_list(
        doc = "The module's configuration files, all in the target's own package.",
        allow_files = [".tf", ".tf.json", ".tofu", ".tofu.json"],
        mandatory = True,
    ),
    "version": attr.string(doc = "Version of a third-party module whose `source` is a registry's, `5.1.0`; the `version` lines of its callers are checked against it."),
}

def _closure(ctx):
    self = struct(
        build_file = build_file(ctx),
        data = tuple(ctx.files.data),
        deps = tuple([d[TofuModuleInfo].dir for d in ctx.attr.deps]),
        dir = staged_dir(ctx.label),
        label = user_label(ctx.label),
        source = ctx.attr.source,
        srcs = tuple(ctx.files.srcs),
        version = ctx.attr.version,
    )
    return depset(
        [self],
        order = "preorder",
        transitive = [d[TofuModuleInfo].closure for d in ctx.attr.deps],
    )

def _info(ctx, report):
    return TofuModuleInfo(
        closure = _closure(ctx),
        dir = staged_dir(ctx.label),
        files = depset(
            ctx.files.srcs + ctx.files.data,
            transitive = [d[TofuModuleInfo].files for d in ctx.attr.deps],
        ),
        providers = depset(
            [p[TofuProviderInfo] for p in ctx.attr.providers],
            transitive = [d[TofuModuleInfo].providers for d in ctx.attr.deps],
        ),
        report = report,
        srcs = depset(ctx.files.srcs),
    )

def _deps_check(ctx, module):
    """The validation action: local sources and deps are the same set."""
    report = ctx.actions.declare_file(ctx.label.name + ".deps.report.json")
    spec = write_spec(ctx, ctx.label.name + ".deps.json", "deps", "build", spec_closure(module, "build"))
    run_action(ctx, "TofuDeps", "Checking the deps of %{label}", spec, report, depset(ctx.files.srcs))
    return struct(report = report, spec = spec)

def _validate(ctx, module):
    """The action behind tofu_validate and tofu_validate_test; run only when one asks for it."""
    spec = write_spec(ctx, ctx.label.name + ".validate.json", "validate", "build", spec_closure(module, "build"))
    inputs = depset(provider_files(module), transitive = [module.files])
    run_action(ctx, "TofuValidate", "Validating %{label}", spec, module.report, inputs, tools = [tofu_of(ctx).tofu])
    return spec

def _check_srcs(ctx):
    if not ctx.files.srcs:
        fail("{}: srcs is empty: a module needs at least one .tf file".format(user_label(ctx.label)))
    for file in ctx.files.srcs:
        if staged_dir(file.owner) != staged_dir(ctx.label):
            fail("{}: {} is in package {}: a module is one package; make that package a tofu_module and name it in deps".format(
                user_label(ctx.label),
                file.short_path,
                file.owner.package,
            ))

def _check_deps(ctx):
    """A relative path cannot lead into another repository; an address can."""
    for dep in ctx.attr.deps:
        third_party = [m for m in dep[TofuModuleInfo].closure.to_list()[:1] if m.source]
        if dep.label.workspace_root != ctx.label.workspace_root and not third_party:
            fail("{}: dep {} is in another repository, where no relative source leads; give that module a `source`, the address by which it is called, or copy it into this repository".format(
                user_label(ctx.label),
                user_label(dep.label),
            ))

def _check_closure(ctx, module):
    """A package is one module: a source cannot tell two of its targets apart."""
    targets = {}
    for m in module.closure.to_list():
        if m.dir in targets:
            fail("{}: {} and {} are both the module of {}: a package is one module; merge them, or move one into a package of its own".format(
                user_label(ctx.label),
                targets[m.dir],
                m.label,
                m.dir,
            ))
        targets[m.dir] = m.label

def _tofu_module_impl(ctx):
    _check_srcs(ctx)
    _check_deps(ctx)
    report = ctx.actions.declare_file(ctx.label.name + ".validate.report.json")
    module = _info(ctx, report)
    _check_closure(ctx, module)
    validate_spec = _validate(ctx, module)
    deps = _deps_check(ctx, module)
    return [
        DefaultInfo(files = module.srcs),
        OutputGroupInfo(
            _validation = depset([deps.report]),
            report = depset([report]),
            spec = depset([deps.spec, validate_spec]),
        ),
        module,
    ]

tofu_module = rule(
    doc = _DOC,
    implementation = _tofu_module_impl,
    attrs = _ATTRS | PROVIDER_MODE_ATTRS | TOFURUN_ATTRS,
    cfg = provider_mode_transition,
    provides = [TofuModuleInfo],
    toolchains = [TOFU_TOOLCHAIN_TYPE],
)
