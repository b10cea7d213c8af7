"""Repository rule: one OpenTofu program, from a release, from source or from the host."""

load("@go_host_compatible_sdk_label//:defs.bzl", "HOST_COMPATIBLE_SDK")

_DOC = "One OpenTofu program for one platform, with a `tofu_toolchain` named `toolchain`."

_BUILD = """load("{toolchain_bzl}", "tofu_toolchain")

tofu_toolchain(
    name = "toolchain",
    tofu = "{tofu}",
    version = "{version}",
    visibility = ["//visibility:public"],
)

exports_files(["{tofu}"])
"""

_ATTRS = {
    "go_mod": attr.label(doc = "go.mod of the module that builds this version; the file beside it that ends in .sum is its go.sum."),
    "method": attr.string(
        doc = "`auto` (a release, or from source where releases cannot be reached), `release`, `source` or `host`.",
        values = ["auto", "release", "source", "host"],
        mandatory = True,
    ),
    "path": attr.string(doc = "For `host`: the program; empty for the `tofu` on PATH."),
    "platform": attr.string(doc = "`<os>_<arch>` as OpenTofu writes it.", mandatory = True),
    "sha256": attr.string(doc = "Checksum of the release's zip file."),
    "urls": attr.string_list(doc = "Where the release's zip file is; `{version}` and `{platform}` are filled in."),
    "version": attr.string(doc = "Version without a leading v.", mandatory = True),
}

def _release(rctx):
    """Downloads and unpacks a release; says whether it could be reached."""
    urls = [
        u.format(version = rctx.attr.version, platform = rctx.attr.platform)
        for u in rctx.attr.urls
    ]
    result = rctx.download(
        urls,
        output = "tofu.zip",
        sha256 = rctx.attr.sha256,
        allow_fail = True,
    )
    if not result.success:
        # Bazel does not tell a release that is not there from one that is not what it
        # should be, and the latter must not go unnoticed.
        result = rctx.download(urls, output = "tofu.zip", allow_fail = True)
        if not result.success:
            return False
        if result.sha256 != rctx.attr.sha256:
            fail("OpenTofu {} for {}: SHA-256 of {} is {}, wanted {}".format(
                rctx.attr.version,
                rctx.attr.platform,
                " or ".join(urls),
                result.sha256,
                rctx.attr.sha256,
            ))
    rctx.extract("tofu.zip")
    rctx.delete("tofu.zip")
    if not rctx.path("tofu").exists:
        fail("OpenTofu {} for {}: no file tofu in {}".format(rctx.attr.version, rctx.attr.platform, " or ".join(urls)))
    return True

def _run(rctx, command, env, doing):
    result = rctx.execute(command, environment = env, timeout = 3600)
    if result.return_code:
        fail("{} of OpenTofu {} for {}: {} exited with {}\n{}".format(
            doing,
            rctx.attr.version,
            rctx.attr.platform,
            " ".join([str(c) for c in command]),
            result.return_code,
            result.stderr,
        ))
    return result.stdout

def _source(rctx):
    """Builds the program with the Go of rules_go, from the Go module proxy."""
    if not rctx.attr.go_mod:
        fail("OpenTofu {} cannot be built from source: no go.mod is known for it; give one with tofu.toolchain(go_mod = …)".format(rctx.attr.version))
    go_mod = rctx.path(rctx.attr.go_mod)
    go_sum = go_mod.dirname.get_child(go_mod.basename.removesuffix(".mod") + ".sum")
    rctx.watch(go_sum)
    rctx.file("go.mod", rctx.read(go_mod))
    rctx.file("go.sum", rctx.read(go_sum))
    root = rctx.path(HOST_COMPATIBLE_SDK).dirname
    goos, goarch = rctx.attr.platform.split("_")
    env = {
        "CGO_ENABLED": "0",
        "GOARCH": goarch,
        "GOFLAGS": "-mod=readonly",
        "GOOS": goos,
        "GOWORK": "off",
    }
    rctx.report_progress("building OpenTofu {} from source: takes minutes the first time".format(rctx.attr.version))
    _run(rctx, [
        root.get_child("bin").get_child("go"),
        "build",
        "-trimpath",
        "-buildvcs=false",
        "-ldflags=-s -w -X github.com/opentofu/opentofu/version.dev=no",
        "-o",
        "tofu",
        "github.com/opentofu/opentofu/cmd/tofu",
    ], env, "building from source")

def _host(rctx):
    """Copies the host's program: a link could lead where a sandbox has something else, as /tmp.

    Returns its path."""
    path = rctx.path(rctx.attr.path) if rctx.attr.path else rctx.which("tofu")
    if not path or not path.exists:
        fail("no OpenTofu on this host: {} not found; install OpenTofu {} or choose another method in tofu.toolchain(…)".format(
            rctx.attr.path or "tofu (on PATH)",
            rctx.attr.version,
        ))
    rctx.watch(path)
    _run(rctx, ["cp", "-L", path, rctx.path("tofu")], {}, "copying")
    return path

def _check_version(rctx, program):
    """The program must be what it is taken for."""
    env = {"CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": "/dev/null"}
    out = _run(rctx, [rctx.path("tofu"), "version", "-json"], env, "checking the version")
    got = (json.decode(out, default = None) or {}).get("terraform_version")
    if not got:
        fail("{} is no OpenTofu: its `version -json` says\n{}".format(program, out))
    if got != rctx.attr.version:
        fail("{} is OpenTofu {}, wanted {}: install that version, or name this one in tofu.toolchain(version = …)".format(
            program,
            got,
            rctx.attr.version,
        ))

def _tofu_repository_impl(rctx):
    method = rctx.attr.method
    if method == "auto":
        # The launcher knows at once that this machine has no way out.
        if rctx.getenv("FLYWHEEL_TOFU", "auto") == "source" or not _release(rctx):
            method = "source"
    if method == "release" and not _release(rctx):
        fail("OpenTofu {} for {} cannot be downloaded from {}: see the warning above; choose another method in tofu.toolchain(…)".format(
            rctx.attr.version,
            rctx.attr.platform,
            " or ".join(rctx.attr.urls),
        ))
    if method == "source":
        _source(rctx)
    program = _host(rctx) if method == "host" else rctx.path("tofu")

    # One for another platform cannot be asked.
    if rctx.attr.platform == host_platform(rctx):
        _check_version(rctx, program)
    rctx.file("BUILD.bazel", _BUILD.format(
        tofu = "tofu",
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

tofu_repository = repository_rule(
    doc = _DOC,
    implementation = _tofu_repository_impl,
    attrs = _ATTRS,
)
