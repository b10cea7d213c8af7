"""How the Nix rules call nixpush: a JSON spec, and the program under the target's name."""

load("//build/nix:providers.bzl", "NixCachePushInfo")
load("//build/nix:toolchain.bzl", "NIX_TOOLCHAIN_TYPE")

SPEC_VERSION = 1

# What a target of a push does; the first is the target without a suffix.
VERBS = ["push", "build", "dry_run", "watch"]

NIXPUSH_ATTRS = {
    "verb": attr.string(doc = "What to do.", values = VERBS, default = "push"),
    "_nixpush": attr.label(
        doc = "The program that reads the spec.",
        default = Label("//tools/nixpush"),
        executable = True,
        cfg = "exec",
    ),
}

def user_label(label):
    """A label as the user types it: `//a:b`, or `@@<canonical repository>//a:b` elsewhere."""
    text = str(label)
    return text[2:] if text.startswith("@@//") else text

def _dest(file):
    """Where a file stands in the staged tree: its path in the repository."""
    path = file.short_path
    return "external/" + path[len("../"):] if path.startswith("../") else path

def _push(push):
    return {
        "caches": list(push.caches),
        "compression": push.compression,
        "compression_level": push.compression_level,
        "flake_files": [{"dest": _dest(f), "path": f.short_path} for f in push.flake_files],
        "in_place": push.in_place,
        "installables": [json.decode(i) for i in push.installables],
        "label": push.label,
        "nix_args": list(push.nix_args),
        "srcs": [f.short_path for f in push.srcs],
        "store_paths": list(push.store_paths),
        "verify": push.verify,
    }

def launcher(ctx, info):
    """Makes the target an executable: nixpush under the target's name, told its spec.

    Args:
      ctx: of a rule with NIXPUSH_ATTRS and the Nix toolchain.
      info: NixCachePushInfo of what is pushed.

    Returns:
      list of providers.
    """
    toolchain = ctx.toolchains[NIX_TOOLCHAIN_TYPE]
    nix = toolchain.nix_info
    spec = ctx.actions.declare_file(ctx.label.name + ".json")
    ctx.actions.write(spec, json.encode_indent({
        "label": user_label(ctx.label),
        "nix": nix.nix.short_path if nix.nix else nix.path,
        "pushes": [_push(p) for p in info.pushes.to_list()],
        "v": SPEC_VERSION,
        "verb": ctx.attr.verb,
    }, indent = " ") + "\n")
    exe = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(is_executable = True, output = exe, target_file = ctx.executable._nixpush)
    runfiles = ctx.runfiles(
        files = [spec] + ([nix.nix] if nix.nix else []),
        transitive_files = info.files,
    ).merge(ctx.attr._nixpush[DefaultInfo].default_runfiles)
    if toolchain.nix_runfiles:
        runfiles = runfiles.merge(toolchain.nix_runfiles)
    return [
        DefaultInfo(executable = exe, runfiles = runfiles),
        OutputGroupInfo(spec = depset([spec])),
        RunEnvironmentInfo(environment = {"NIXPUSH_SPEC": spec.short_path}),
        info,
    ]

def joined(targets):
    """The pushes of several targets as one.

    Args:
      targets: list of Target with NixCachePushInfo.

    Returns:
      NixCachePushInfo.
    """
    infos = [t[NixCachePushInfo] for t in targets]
    return NixCachePushInfo(
        files = depset(transitive = [i.files for i in infos]),
        pushes = depset(transitive = [i.pushes for i in infos]),
    )
