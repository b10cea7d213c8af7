"""Rule: update."""

_DOC = """Runs programs one after another, with `bazel run`, and stops at the first that fails.

`targets` run as `bazel run <target>` would run them, then `tools` in the source tree."""

_ATTRS = {
    "data": attr.label_list(
        doc = "Files that the programs look for among their runfiles.",
        allow_files = True,
    ),
    "targets": attr.label_list(
        doc = "Executable targets, in the order in which they run.",
        cfg = "target",
    ),
    "tools": attr.label_keyed_string_dict(
        doc = "Programs to run in the source tree's top directory, each with its arguments, separated by spaces.",
        cfg = "target",
    ),
    "_update": attr.label(
        default = Label("//tools/update"),
        executable = True,
        cfg = "exec",
    ),
}

def _step(target, args = None):
    return {
        "args": args or [],
        "env": target[RunEnvironmentInfo].environment if RunEnvironmentInfo in target else {},
        "in_source_tree": args != None,
        "label": str(target.label).removeprefix("@@"),
        "program": target[DefaultInfo].files_to_run.executable.short_path,
    }

def _update_impl(ctx):
    steps = [_step(t) for t in ctx.attr.targets]
    steps += [_step(t, args.split(" ")) for t, args in ctx.attr.tools.items()]
    spec = ctx.actions.declare_file(ctx.label.name + ".json")
    ctx.actions.write(spec, json.encode_indent({"steps": steps, "v": 1}, indent = " ") + "\n")
    exe = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(output = exe, target_file = ctx.executable._update, is_executable = True)
    runfiles = ctx.runfiles(files = [spec] + ctx.files.data).merge_all([
        t[DefaultInfo].default_runfiles
        for t in ctx.attr.targets + ctx.attr.tools.keys() + [ctx.attr._update]
    ])
    return [
        DefaultInfo(executable = exe, runfiles = runfiles),
        RunEnvironmentInfo(environment = {"UPDATE_SPEC": spec.short_path}),
    ]

update = rule(
    doc = _DOC,
    implementation = _update_impl,
    attrs = _ATTRS,
    executable = True,
)
