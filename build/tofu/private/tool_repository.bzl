"""Repository rule: one program, OpenTofu or TFLint, from a release, from source or from the host."""

load(":go_build.bzl", "go_build")
load(":versions.bzl", "TOOLS")

_DOC = "One program for one platform, with a toolchain named `toolchain`."

_BUILD = """load("{toolchain_bzl}", "{tool}_toolchain")

{tool}_toolchain(
    name = "toolchain",
    {tool} = "{tool}",
    version = "{version}",
    visibility = ["//visibility:public"],
)

exports_files(["{tool}"])
"""

_ATTRS = {
    "go_mod": attr.label(doc = "go.mod of the module that builds this version; the file beside it that ends in .sum is its go.sum."),
    "method": attr.string(
        doc = "`auto` (a release, or from source where releases cannot be reached), `release`, `source` or `host`.",
        values = ["auto", "release", "source", "host"],
        mandatory = True,
    ),
    "path": attr.string(doc = "For `host`: the program; empty for the one on PATH."),
    "platform": attr.string(doc = "`<os>_<arch>` as OpenTofu writes it.", mandatory = True),
    "sha256": attr.string(doc = "Checksum of the release's zip file."),
    "tool": attr.string(doc = "Which program: a key of TOOLS, its file name.", values = TOOLS.keys(), mandatory = True),
    "urls": attr.string_list(doc = "Where the release's zip file is; `{version}` and `{platform}` are filled in."),
    "version": attr.string(doc = "Version without a leading v.", mandatory = True),
}

def _this(rctx):
    """What messages call the program."""
    return "{} {} for {}".format(TOOLS[rctx.attr.tool].title, rctx.attr.version, rctx.attr.platform)

def _release(rctx):
    """Downloads and unpacks a release; says whether it could be reached."""
    urls = [
        u.format(version = rctx.attr.version, platform = rctx.attr.platform)
        for u in rctx.attr.urls
    ]
    archive = rctx.attr.tool + ".zip"
    result = rctx.download(
        urls,
        output = archive,
        sha256 = rctx.attr.sha256,
        allow_fail = True,
    )
    if not result.success:
        # Bazel does not tell a release that is not there from one that is not what it
        # should be, and the latter must not go unnoticed.
        result = rctx.download(urls, output = archive, allow_fail = True)
        if not result.success:
            return False
        if result.sha256 != rctx.attr.sha256:
            fail("{}: SHA-256 of {} is {}, wanted {}".format(
                _this(rctx),
                " or ".join(urls),
                result.sha256,
                rctx.attr.sha256,
            ))
    rctx.extract(archive)
    rctx.delete(archive)
    if not rctx.path(rctx.attr.tool).exists:
        fail("{}: no file {} in {}".format(_this(rctx), rctx.attr.tool, " or ".join(urls)))
    return True

def _run(rctx, command, env, doing):
    return _check_result(rctx, command, rctx.execute(command, environment = env, timeout = 3600), doing)

def _check_result(rctx, command, result, doing):
    if result.return_code:
        fail("{} of {}: {} exited with {}\n{}".format(
            doing,
            _this(rctx),
            " ".join([str(c) for c in command]),
            result.return_code,
            result.stderr,
        ))
    return result.stdout

def _source(rctx):
    """Builds the program with the Go of rules_go, from the Go module proxy."""
    tool = TOOLS[rctx.attr.tool]
    if not rctx.attr.go_mod:
        fail("{} {} cannot be built from source: no go.mod is known for it; give one with {}(go_mod = …)".format(tool.title, rctx.attr.version, tool.tag))
    rctx.report_progress("building {} {} from source: takes minutes the first time".format(tool.title, rctx.attr.version))
    command, result = go_build(
        rctx,
        go_mod = rctx.attr.go_mod,
        ldflags = tool.ldflags,
        output = rctx.attr.tool,
        package = tool.package,
        platform = rctx.attr.platform,
    )
    _check_result(rctx, command, result, "building from source")

def _host(rctx):
    """Copies the host's program: a link could lead where a sandbox has something else, as /tmp.

    Returns its path."""
    tool = TOOLS[rctx.attr.tool]
    path = rctx.path(rctx.attr.path) if rctx.attr.path else rctx.which(rctx.attr.tool)
    if not path or not path.exists:
        fail("no {title} on this host: {path} not found; install {title} {version} or choose another method in {tag}(…)".format(
            path = rctx.attr.path or rctx.attr.tool + " (on PATH)",
            tag = tool.tag,
            title = tool.title,
            version = rctx.attr.version,
        ))
    rctx.watch(path)
    _run(rctx, ["cp", "-L", path, rctx.path(rctx.attr.tool)], {}, "copying")
    return path

def _check_version(rctx, program):
    """The program must be what it is taken for."""
    tool = TOOLS[rctx.attr.tool]
    out = _run(rctx, [rctx.path(rctx.attr.tool)] + tool.version_args, tool.version_env, "checking the version")
    got = (json.decode(out, default = None) or {}).get(tool.version_field)
    if not got:
        fail("{} is no {}: its `{}` says\n{}".format(program, tool.title, " ".join(tool.version_args), out))
    if got != rctx.attr.version:
        fail("{} is {} {}, wanted {}: install that version, or name this one in {}(version = …)".format(
            program,
            tool.title,
            got,
            rctx.attr.version,
            tool.tag,
        ))

def _tool_repository_impl(rctx):
    tool = TOOLS[rctx.attr.tool]
    method = rctx.attr.method
    if method == "auto":
        # The launcher knows at once that this machine has no way out.
        if rctx.getenv(tool.env, "auto") == "source" or not _release(rctx):
            method = "source"
    if method == "release" and not _release(rctx):
        fail("{} cannot be downloaded from {}: see the warning above; choose another method in {}(…)".format(
            _this(rctx),
            " or ".join(rctx.attr.urls),
            tool.tag,
        ))
    if method == "source":
        _source(rctx)
    program = _host(rctx) if method == "host" else rctx.path(rctx.attr.tool)

    # One for another platform cannot be asked.
    if rctx.attr.platform == host_platform(rctx):
        _check_version(rctx, program)
    rctx.file("BUILD.bazel", _BUILD.format(
        tool = rctx.attr.tool,
        toolchain_bzl = Label("//build/tofu:toolchain.bzl"),
        version = rctx.attr.version,
    ))

def host_platform(ctx):
    """The platform that Bazel runs on, as OpenTofu writes it.

    Args:
      ctx: repository_ctx or module_ctx.

    Returns:
      string: `linux_amd64`, `darwin_arm64`, ….
    """
    os = "darwin" if ctx.os.name.startswith("mac") else ctx.os.name.split(" ")[0]
    arch = {"aarch64": "arm64", "x86_64": "amd64"}.get(ctx.os.arch, ctx.os.arch)
    return "{}_{}".format(os, arch)

tool_repository = repository_rule(
    doc = _DOC,
    implementation = _tool_repository_impl,
    attrs = _ATTRS,
)
