"""How rules call tofurun: a JSON spec for a build action, or a launcher for run and test."""

load("//build/tofu:providers.bzl", "TofuModuleInfo")
load("//build/tofu:toolchain.bzl", "TOFU_TOOLCHAIN_TYPE")

SPEC_VERSION = 1

# Kinds of spec that never start OpenTofu: it is no input of theirs.
_WITHOUT_TOFU = ["deps", "docs", "docs_fix", "lint", "lock_test", "rego", "stack_files", "stack_files_fix", "verdict"]

TOFURUN_ATTRS = {
    "_tofurun": attr.label(
        doc = "The runner that reads the spec.",
        default = Label("//build/tofu:tofurun"),
        executable = True,
        cfg = "exec",
    ),
}

def tofu_of(ctx):
    """The toolchain's TofuToolchainInfo.

    Args:
      ctx: of a rule that lists TOFU_TOOLCHAIN_TYPE.

    Returns:
      TofuToolchainInfo.
    """
    return ctx.toolchains[TOFU_TOOLCHAIN_TYPE].tofu_info

def user_label(label):
    """A label as the user types it: `//a:b`, or `@@<canonical repository>//a:b` elsewhere.

    Args:
      label: Label.

    Returns:
      string.
    """
    text = str(label)
    return text[2:] if text.startswith("@@//") else text

def build_file(ctx):
    """The file in which a target is written, for messages.

    Args:
      ctx: rule context.

    Returns:
      string: its place in a staged tree, `modules/x/BUILD.bazel`.
    """

    # Only this old field knows whether the file is called BUILD or BUILD.bazel; some
    # Bazel may come without it.
    name = getattr(ctx, "build_file_path", "BUILD.bazel").split("/")[-1]
    directory = staged_dir(ctx.label)
    return name if directory == "." else directory + "/" + name

def staged_dir(label):
    """Where a label's package stands in a staged tree.

    Args:
      label: Label.

    Returns:
      string: the package, below `external/<repository>` for another repository; `.` for the top.
    """
    parts = [p for p in [label.workspace_root, label.package] if p]
    return "/".join(parts) or "."

def _dest(file):
    """Where a file stands in a staged tree: its path in the repository."""
    path = file.short_path
    return "external/" + path[len("../"):] if path.startswith("../") else path

def _build_path(file):
    return file.path

def _run_path(file):
    return file.short_path

def spec_files(files, where):
    """Files for a spec: where to read each, and where it stands in the staged tree.

    Args:
      files: iterable of File.
      where: `build` (paths of an action) or `run` (paths below the runfiles).

    Returns:
      list of dict with `path` and `dest`.
    """
    path = _build_path if where == "build" else _run_path
    return [{"dest": _dest(f), "path": path(f)} for f in files]

def spec_closure(module, where):
    """The part of a spec that tells a module's closure.

    Args:
      module: TofuModuleInfo.
      where: `build` or `run`.

    Returns:
      dict with `root`, `modules`, `providers`.
    """
    providers = module.providers.to_list()
    closure = {
        "modules": [
            {
                "build_file": m.build_file,
                "data": spec_files(m.data, where),
                "deps": list(m.deps),
                "dir": m.dir,
                "label": m.label,
                "source": m.source,
                "srcs": spec_files(m.srcs, where),
                "version": m.version,
            }
            for m in module.closure.to_list()
        ],
        "providers": [_provider(p, _build_path if where == "build" else _run_path) for p in providers],
        "root": module.dir,
    }

    # A build has one lock file, so they all name the same one.
    for p in providers:
        if p.lock:
            return closure | {"lock": spec_files([p.lock], where)[0]}
    return closure

def spec_module(target):
    """The part of a spec of `run` that tells a module, without those it calls.

    Args:
      target: Target with TofuModuleInfo.

    Returns:
      dict with `root`, `modules`.
    """
    module = target[TofuModuleInfo]
    return {
        "modules": [{
            "dir": module.dir,
            "label": user_label(target.label),
            "srcs": spec_files(module.srcs.to_list(), "run"),
        }],
        "root": module.dir,
    }

def _provider(p, path):
    """One provider in a spec; path says where to read a file."""
    fields = {
        "address": p.address,
        "data": [{"dest": f.basename, "path": path(f)} for f in p.data],
        "label": p.label,
        "lock": p.lock_command,
        "platform": p.platform,
        "version": p.version,
    }
    if p.binary:
        fields["binary"] = path(p.binary)
    if p.schema:
        fields["schema"] = path(p.schema)
    return fields

def provider_files(module):
    """The files of the providers of a module's closure.

    Args:
      module: TofuModuleInfo.

    Returns:
      list of File.
    """
    files = []
    for p in module.providers.to_list():
        files += [f for f in [p.binary, p.schema, p.lock] if f] + list(p.data)
    return files

def write_spec(ctx, name, kind, where, fields):
    """Writes the JSON spec of one call of tofurun.

    Args:
      ctx: rule context.
      name: file name.
      kind: what tofurun shall do.
      where: `build` or `run`.
      fields: dict of the other fields.

    Returns:
      File.
    """
    content = {
        "kind": kind,
        "label": user_label(ctx.label),
        "v": SPEC_VERSION,
    } | fields
    if kind not in _WITHOUT_TOFU:
        toolchain = tofu_of(ctx)
        content["tofu"] = toolchain.tofu.path if where == "build" else toolchain.tofu.short_path
        content["tofu_version"] = toolchain.version
    spec = ctx.actions.declare_file(name)
    ctx.actions.write(spec, json.encode_indent(content, indent = " ") + "\n")
    return spec

def run_action(ctx, mnemonic, progress, spec, report, inputs, tools = []):
    """Registers an action that runs tofurun over a spec.

    Args:
      ctx: rule context.
      mnemonic: of the action.
      progress: message, `%{label}` allowed.
      spec: File, made by write_spec for `build`.
      report: File to write.
      inputs: depset of File.
      tools: list of File that tofurun starts.
    """
    ctx.actions.run(
        arguments = ["--spec", spec.path, "--report", report.path],
        executable = ctx.executable._tofurun,
        execution_requirements = {"block-network": "1"},
        inputs = depset([spec], transitive = [inputs]),
        mnemonic = mnemonic,
        outputs = [report],
        progress_message = progress,
        toolchain = TOFU_TOOLCHAIN_TYPE,
        tools = tools,
    )

def launcher(ctx, spec, files, program = None):
    """Makes the target an executable: tofurun under the target's name, told its spec.

    Args:
      ctx: rule context.
      spec: File, made by write_spec for `run`.
      files: list of depset of File that the spec names, OpenTofu included where it is used.
      program: Target, the program that reads the spec if it is not tofurun.

    Returns:
      list of providers.
    """
    program = (program or ctx.attr._tofurun)[DefaultInfo]
    exe = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(
        is_executable = True,
        output = exe,
        target_file = program.files_to_run.executable,
    )
    runfiles = ctx.runfiles(
        files = [spec],
        transitive_files = depset(transitive = files),
    ).merge(program.default_runfiles)
    return [
        DefaultInfo(executable = exe, runfiles = runfiles),
        OutputGroupInfo(spec = depset([spec])),
        RunEnvironmentInfo(environment = {"TOFURUN_SPEC": spec.short_path}),
    ]
