"""Provider mode: whether third-party providers are their schema snapshots or their plugins."""

_FLAG = str(Label("//build/tofu:providers"))

PROVIDER_MODE_ATTRS = {
    "provider_mode": attr.string(
        doc = """Which providers of the lock file this target has, whatever `--@flywheel//build/tofu:providers` says:

- `schema`: their schema snapshots; nothing is downloaded, no plugin runs;
- `real`: their plugins, for validators and functions that only a provider's own code has.

Empty (default): as the flag says, which is `schema` by default.""",
        values = ["", "schema", "real"],
    ),
}

def _provider_mode_impl(settings, attr):
    return {_FLAG: attr.provider_mode or settings[_FLAG]}

# On a rule with PROVIDER_MODE_ATTRS: the target, and all that it depends on, is in its mode.
provider_mode_transition = transition(
    implementation = _provider_mode_impl,
    inputs = [_FLAG],
    outputs = [_FLAG],
)

def _no_mode_impl(_settings, _attr):
    return {_FLAG: "schema"}

# On what is the same in every mode, so that it is built once.
no_mode_transition = transition(
    implementation = _no_mode_impl,
    inputs = [],
    outputs = [_FLAG],
)

def _same_in_every_mode_impl(ctx):
    exe = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(
        is_executable = True,
        output = exe,
        target_file = ctx.executable.actual,
    )
    runfiles = ctx.runfiles().merge(ctx.attr.actual[0][DefaultInfo].default_runfiles)
    return [DefaultInfo(executable = exe, runfiles = runfiles)]

same_in_every_mode = rule(
    doc = "A program that is built once for all provider modes: `cfg = \"exec\"` alone keeps the flag.",
    implementation = _same_in_every_mode_impl,
    attrs = {
        "actual": attr.label(
            doc = "The program.",
            cfg = no_mode_transition,
            executable = True,
            mandatory = True,
        ),
    },
    executable = True,
)
