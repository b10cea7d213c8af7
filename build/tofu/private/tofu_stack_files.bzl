"""Rules: tofu_stack_files, tofu_stack_files_test."""

load(":run.bzl", "TOFURUN_ATTRS", "launcher", "spec_files", "staged_dir", "user_label", "write_spec")

_DOC = """Writes the files that are generated from a stack's previews, with `bazel run`.

```starlark
tofu_stack_files(
    name = "files",
    previews = [":dev.preview", ":prod.preview"],
)
```

These are what the stack's output `markdown` says of each environment, between the lines
`<!-- BEGIN_PREVIEWS -->` and `<!-- END_PREVIEWS -->` of the README (added at the end where they are
missing), and the file `env/<environment>.handover.tfvars.json` with the outputs that its
`handover` names. It needs no cluster and reads no state. Of the configuration only what these outputs
come from is planned; a preview, and `tofu_policy_test`, tell whether the rest can be."""

_TEST_DOC = """Tests that those files are what the previews say; a failure shows the difference and the command that mends it.

```starlark
tofu_stack_files_test(
    name = "files_test",
    srcs = ["README.md"] + glob(["env/*.handover.tfvars.json"]),
    fix = ":files",
    previews = [":dev.preview", ":prod.preview"],
)
```"""

_ATTRS = {
    "previews": attr.label_list(
        doc = "The `<environment>.preview` targets of the `tofu_stack`, in the order in which the README has them.",
        allow_empty = False,
        mandatory = True,
    ),
}

_TEST_ATTRS = _ATTRS | {
    "fix": attr.label(
        doc = "The `tofu_stack_files` target that mends what this test finds.",
        executable = True,
        cfg = "target",
        mandatory = True,
    ),
    "srcs": attr.label_list(
        doc = "The README, and then the hand-over files that are there.",
        allow_empty = False,
        allow_files = [".md", ".tfvars.json"],
        mandatory = True,
    ),
}

def _specs(ctx):
    """The specs of the previews."""
    specs = []
    for preview in ctx.attr.previews:
        files = preview[OutputGroupInfo].spec.to_list() if OutputGroupInfo in preview and hasattr(preview[OutputGroupInfo], "spec") else []

        # Its other verbs have specs as well.
        if len(files) != 1 or not preview.label.name.endswith(".preview"):
            fail("{}: {} is no preview of a tofu_stack".format(user_label(ctx.label), user_label(preview.label)))
        specs += files
    return specs

def _launcher(ctx, kind, fields, files):
    specs = _specs(ctx)
    spec = write_spec(ctx, ctx.label.name + ".json", kind, "run", fields | {"previews": [s.short_path for s in specs]})
    runfiles = [p[DefaultInfo].default_runfiles.files for p in ctx.attr.previews]
    return launcher(ctx, spec, [depset(specs + files)] + runfiles)

def _tofu_stack_files_impl(ctx):
    directory = staged_dir(ctx.label)
    readme = "README.md" if directory == "." else directory + "/README.md"
    return _launcher(ctx, "stack_files_fix", {"files": [{"dest": readme, "path": readme}]}, [])

def _tofu_stack_files_test_impl(ctx):
    return _launcher(ctx, "stack_files", {
        "files": spec_files(ctx.files.srcs, "run"),
        "fix": "bazel run " + user_label(ctx.attr.fix.label),
    }, ctx.files.srcs)

tofu_stack_files = rule(
    doc = _DOC,
    implementation = _tofu_stack_files_impl,
    attrs = _ATTRS | TOFURUN_ATTRS,
    executable = True,
)

tofu_stack_files_test = rule(
    doc = _TEST_DOC,
    implementation = _tofu_stack_files_test_impl,
    attrs = _TEST_ATTRS | TOFURUN_ATTRS,
    test = True,
)
