"""Rules: tofu_docs, tofu_docs_test."""

load("//build/tofu:providers.bzl", "TofuModuleInfo")
load(":run.bzl", "TOFURUN_ATTRS", "launcher", "spec_files", "spec_module", "staged_dir", "user_label", "write_spec")

_DOC = """Writes the tables of a module into its README, with `bazel run`.

```starlark
tofu_docs(
    name = "docs",
    module = ":bazel-cache",
)
```

They tell what the module requires, calls, manages, takes and gives, and stand between
the lines `<!-- BEGIN_TF_DOCS -->` and `<!-- END_TF_DOCS -->`; where these are missing they are
added at the end, and a README that is missing is made. All other text stays as it is.

Without `module` it does so for every README of the workspace that has these lines and
stands beside configuration files."""

_TEST_DOC = """Tests that the tables in a module's README are what `tofu_docs` would write; a failure shows the difference and the command that mends it.

```starlark
tofu_docs_test(
    name = "docs_test",
    fix = ":docs",
    module = ":bazel-cache",
    readme = "README.md",
)
```"""

_TEST_ATTRS = {
    "fix": attr.label(
        doc = "The `tofu_docs` target that mends what this test finds.",
        executable = True,
        cfg = "target",
        mandatory = True,
    ),
    "module": attr.label(
        doc = "The `tofu_module` of this package.",
        mandatory = True,
        providers = [TofuModuleInfo],
    ),
    "readme": attr.label(
        doc = "The module's README in the source tree. Where there is none yet, run `fix` first.",
        allow_single_file = [".md"],
        mandatory = True,
    ),
}

_ATTRS = {
    "module": attr.label(
        doc = "The `tofu_module` of this package; without it, all of the workspace.",
        providers = [TofuModuleInfo],
    ),
    "readme": attr.string(
        doc = "Path of the module's README below this package; it need not be there yet.",
        default = "README.md",
    ),
}

def _check_package(ctx, module):
    """A README tells of the module beside it."""
    if module.dir != staged_dir(ctx.label):
        fail("{}: {} is of another package: move this target there, or name the tofu_module of this one".format(
            user_label(ctx.label),
            user_label(ctx.attr.module.label),
        ))

def _readme_path(ctx):
    directory = staged_dir(ctx.label)
    return ctx.attr.readme if directory == "." else directory + "/" + ctx.attr.readme

def _tofu_docs_impl(ctx):
    if not ctx.attr.readme.endswith(".md"):
        fail("{}: readme is \"{}\": want the path of a file that ends in .md".format(user_label(ctx.label), ctx.attr.readme))
    if not ctx.attr.module:
        if ctx.attr.readme != "README.md":
            fail("{}: readme is \"{}\" and there is no module: without one, every README.md of the workspace is written; name the module".format(
                user_label(ctx.label),
                ctx.attr.readme,
            ))
        return launcher(ctx, write_spec(ctx, ctx.label.name + ".json", "docs_fix", "run", {}), [])
    module = ctx.attr.module[TofuModuleInfo]
    _check_package(ctx, module)
    path = _readme_path(ctx)
    spec = write_spec(ctx, ctx.label.name + ".json", "docs_fix", "run", spec_module(ctx.attr.module) | {
        "files": [{"dest": path, "path": path}],
    })
    return launcher(ctx, spec, [module.srcs])

def _tofu_docs_test_impl(ctx):
    module = ctx.attr.module[TofuModuleInfo]
    _check_package(ctx, module)
    spec = write_spec(ctx, ctx.label.name + ".json", "docs", "run", spec_module(ctx.attr.module) | {
        "files": spec_files([ctx.file.readme], "run"),
        "fix": "bazel run " + user_label(ctx.attr.fix.label),
    })
    return launcher(ctx, spec, [module.srcs, depset([ctx.file.readme])])

tofu_docs = rule(
    doc = _DOC,
    implementation = _tofu_docs_impl,
    attrs = _ATTRS | TOFURUN_ATTRS,
    executable = True,
)

tofu_docs_test = rule(
    doc = _TEST_DOC,
    implementation = _tofu_docs_test_impl,
    attrs = _TEST_ATTRS | TOFURUN_ATTRS,
    test = True,
)
