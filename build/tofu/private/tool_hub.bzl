"""What the module extension makes of `tofu.toolchain(…)` and `tofu.lint(…)`: @tofu_toolchains and its programs."""

load(":tool_repository.bzl", "host_platform", "tool_repository")
load(":versions.bzl", "PLATFORMS", "TOOLS")

def _tag_class(name, minutes):
    """The tag that chooses one program.

    Args:
      name: key of TOOLS.
      minutes: how long a build from source takes.
    """
    tool = TOOLS[name]
    return tag_class(
        doc = "The one {} of this build.".format(tool.title),
        attrs = {
            "go_mod": attr.label(doc = "For building a version from source that flywheel does not know: `<name>.mod`, a go.mod that requires the module of {} at that version and repeats its `replace` lines; `<name>.sum`, its go.sum, stands beside it.".format(tool.package)),
            "method": attr.string(
                doc = """How the program comes here:

- `auto`: the official release, or from source where releases cannot be reached (default);
- `release`: the official release, checked by SHA-256;
- `source`: built by the Go toolchain of rules_go from the Go module proxy, {minutes} on 2 cores the first time;
- `host`: a program of this machine, `path` or the `{name}` on PATH, which must be of this version;
- `label`: the target `{name}`, for example a nixpkgs package.""".format(minutes = minutes, name = name),
                default = "auto",
                values = ["auto", "release", "source", "host", "label"],
            ),
            "path": attr.string(doc = "For `host`: absolute path of the program; default: the `{}` on PATH.".format(name)),
            "sha256": attr.string_dict(doc = "Checksums of the release's zip files, platform (`linux_amd64`) to hexadecimal SHA-256, for a version that flywheel does not know."),
            "urls": attr.string_list(
                doc = "Where releases are; `{version}` and `{platform}` are filled in. Default: its own.",
                default = tool.urls,
            ),
            "version": attr.string(doc = "Version without a leading v.", mandatory = True),
            name: attr.label(doc = "For `label`: the program, one executable file."),
        },
    )

# The attribute for `label` has the program's name.
TOOLCHAIN_TAG = _tag_class("tofu", "4 minutes")
LINT_TAG = _tag_class("tflint", "2 minutes")

_HEADER = """load("{toolchain_bzl}", "tflint_toolchain", "tofu_toolchain")

package(default_visibility = ["//visibility:public"])
"""

_LABEL = """
{tool}_toolchain(
    name = "{prefix}from_label",
    {tool} = "{program}",
    version = "{version}",
)

toolchain(
    name = "{prefix}label",
    toolchain = ":{prefix}from_label",
    toolchain_type = "{toolchain_type}",
)
"""

_PLATFORM = """
toolchain(
    name = "{prefix}{platform}",
    exec_compatible_with = {constraints},
    toolchain = "@{repository}//:toolchain",
    toolchain_type = "{toolchain_type}",
)
"""

def _hub_impl(rctx):
    rctx.file("BUILD.bazel", rctx.attr.content)

_hub = repository_rule(
    doc = "The `toolchain` targets that MODULE.bazel registers; none of their programs is fetched before it is used.",
    implementation = _hub_impl,
    attrs = {"content": attr.string(doc = "Content of BUILD.bazel.", mandatory = True)},
)

def _chosen(tool, tags):
    """The root module's tag, else the first of any module.

    Args:
      tool: entry of TOOLS.
      tags: list of the modules' names and tags, the root module first.
    """
    for module, own in tags:
        if len(own) > 1:
            fail("module {}: more than one {}(…): a build has one {}".format(module, tool.tag, tool.title))
        for tag in own:
            return tag
    fail("no {}(…) in any module".format(tool.tag))

def _check(name, tag, host):
    """What can be known to be wrong before anything is fetched."""
    tool = TOOLS[name]
    if tag.version.startswith("v"):
        fail("{}(version = \"{}\"): write it without the v".format(tool.tag, tag.version))
    if tag.method == "label" and not getattr(tag, name):
        fail("{}(method = \"label\") needs {} = <label of the program>".format(tool.tag, name))
    if tag.method == "host" and host not in PLATFORMS:
        fail("{}(method = \"host\"): platform {} is unknown; use method = \"label\"".format(tool.tag, host))
    if tag.method in ["auto", "release"] and not tag.sha256 and tag.version not in tool.releases:
        fail("{} {}: no checksum is known; give it with {}(sha256 = {{\"{}\": …}}), or choose another method. Known versions: {}".format(
            tool.title,
            tag.version,
            tool.tag,
            host,
            ", ".join(tool.releases.keys()),
        ))
    for platform, checksum in tag.sha256.items():
        if len(checksum) != 64:
            fail("{}(sha256 = …): {}: {} is no hexadecimal SHA-256".format(tool.tag, platform, repr(checksum)))
        if platform not in PLATFORMS:
            fail("{}(sha256 = …): platform {} is unknown; want {}".format(tool.tag, platform, ", ".join(PLATFORMS.keys())))

def _repository(name, tag, platform):
    tool = TOOLS[name]
    repository = "{}_{}_{}".format(name, tag.version.replace(".", "_"), platform)
    tool_repository(
        name = repository,
        go_mod = tag.go_mod or tool.sources.get(tag.version),
        method = tag.method,
        path = tag.path,
        platform = platform,
        sha256 = tag.sha256.get(platform) or tool.releases.get(tag.version, {}).get(platform, ""),
        tool = name,
        urls = tag.urls,
        version = tag.version,
    )
    return repository

def _toolchains(name, tag, host, toolchain_type, prefix):
    """The hub's targets for one program, and the repositories behind them."""
    _check(name, tag, host)
    if tag.method == "label":
        return _LABEL.format(
            prefix = prefix,
            program = getattr(tag, name),
            tool = name,
            toolchain_type = toolchain_type,
            version = tag.version,
        )
    wanted = [host] if tag.method == "host" else [
        p
        for p in PLATFORMS
        if not tag.sha256 or p in tag.sha256
    ]
    return "".join([
        _PLATFORM.format(
            constraints = [str(Label(c)) for c in PLATFORMS[platform]],
            platform = platform,
            prefix = prefix,
            repository = _repository(name, tag, platform),
            toolchain_type = toolchain_type,
        )
        for platform in wanted
    ])

def make_tools(mctx):
    """Makes @tofu_toolchains.

    Args:
      mctx: module_ctx of an extension that has TOOLCHAIN_TAG as `toolchain` and LINT_TAG as `lint`.
    """
    host = host_platform(mctx)
    tofu = _chosen(TOOLS["tofu"], [(m.name, m.tags.toolchain) for m in mctx.modules])
    tflint = _chosen(TOOLS["tflint"], [(m.name, m.tags.lint) for m in mctx.modules])
    _hub(
        name = "tofu_toolchains",
        content = _HEADER.format(toolchain_bzl = Label("//build/tofu:toolchain.bzl")) +
                  _toolchains("tofu", tofu, host, Label("//build/tofu:toolchain_type"), "") +
                  _toolchains("tflint", tflint, host, Label("//build/tofu:tflint_toolchain_type"), "tflint_"),
    )
