"""Module extension: the OpenTofu that a workspace uses.

```starlark
tofu = use_extension("@flywheel//build/tofu:extensions.bzl", "tofu")
tofu.toolchain(version = "1.12.6")
```

Flywheel registers the result, so these lines are needed only to choose another
version or method. The root module's choice wins over flywheel's own.
"""

load("//build/tofu/private:tofu_repository.bzl", "host_platform", "tofu_repository")
load("//build/tofu/private:versions.bzl", "PLATFORMS", "RELEASES", "SOURCES")

_toolchain = tag_class(
    doc = "The one OpenTofu of this build.",
    attrs = {
        "go_mod": attr.label(doc = "For building a version from source that flywheel does not know: `<name>.mod`, a go.mod that requires github.com/opentofu/opentofu at that version and repeats its `replace` lines; `<name>.sum`, its go.sum, stands beside it."),
        "method": attr.string(
            doc = """How the program comes here:

- `auto`: the official release, or from source where releases cannot be reached (default);
- `release`: the official release, checked by SHA-256;
- `source`: built by the Go toolchain of rules_go from the Go module proxy, 4 minutes on 2 cores the first time;
- `host`: a program of this machine, `path` or the `tofu` on PATH, which must be of this version;
- `label`: the target `tofu`, for example a nixpkgs package.""",
            default = "auto",
            values = ["auto", "release", "source", "host", "label"],
        ),
        "path": attr.string(doc = "For `host`: absolute path of the program; default: the `tofu` on PATH."),
        "sha256": attr.string_dict(doc = "Checksums of the release's zip files, platform (`linux_amd64`) to hexadecimal SHA-256, for a version that flywheel does not know."),
        "tofu": attr.label(doc = "For `label`: the program, one executable file."),
        "urls": attr.string_list(
            doc = "Where releases are; `{version}` and `{platform}` are filled in. Default: OpenTofu's own.",
            default = ["https://github.com/opentofu/opentofu/releases/download/v{version}/tofu_{version}_{platform}.zip"],
        ),
        "version": attr.string(doc = "Version without a leading v.", mandatory = True),
    },
)

_HUB_HEADER = """load("{toolchain_bzl}", "tofu_toolchain")

package(default_visibility = ["//visibility:public"])
"""

_HUB_LABEL = """
tofu_toolchain(
    name = "from_label",
    tofu = "{tofu}",
    version = "{version}",
)

toolchain(
    name = "label",
    toolchain = ":from_label",
    toolchain_type = "{toolchain_type}",
)
"""

_HUB_PLATFORM = """
toolchain(
    name = "{platform}",
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

def _chosen(mctx):
    """The root module's tag, else the first of any module."""
    for module in mctx.modules:
        if len(module.tags.toolchain) > 1:
            fail("module {}: more than one tofu.toolchain(…): a build has one OpenTofu".format(module.name))
        for tag in module.tags.toolchain:
            return tag  # modules come root first
    fail("no tofu.toolchain(…) in any module")

def _check(tag, host):
    """What can be known to be wrong before anything is fetched."""
    if tag.version.startswith("v"):
        fail("tofu.toolchain(version = \"{}\"): write it without the v".format(tag.version))
    if tag.method == "label" and not tag.tofu:
        fail("tofu.toolchain(method = \"label\") needs tofu = <label of the program>")
    if tag.method == "host" and host not in PLATFORMS:
        fail("tofu.toolchain(method = \"host\"): platform {} is unknown; use method = \"label\"".format(host))
    if tag.method in ["auto", "release"] and not tag.sha256 and tag.version not in RELEASES:
        fail("OpenTofu {}: no checksum is known; give it with tofu.toolchain(sha256 = {{\"{}\": …}}), or choose another method. Known versions: {}".format(
            tag.version,
            host,
            ", ".join(RELEASES.keys()),
        ))
    for platform, checksum in tag.sha256.items():
        if len(checksum) != 64:
            fail("tofu.toolchain(sha256 = …): {}: {} is no hexadecimal SHA-256".format(platform, repr(checksum)))
        if platform not in PLATFORMS:
            fail("tofu.toolchain(sha256 = …): platform {} is unknown; want {}".format(platform, ", ".join(PLATFORMS.keys())))

def _platform_repository(tag, platform):
    name = "tofu_{}_{}".format(tag.version.replace(".", "_"), platform)
    tofu_repository(
        name = name,
        go_mod = tag.go_mod or SOURCES.get(tag.version),
        method = tag.method,
        path = tag.path,
        platform = platform,
        sha256 = tag.sha256.get(platform) or RELEASES.get(tag.version, {}).get(platform, ""),
        urls = tag.urls,
        version = tag.version,
    )
    return name

def _tofu_impl(mctx):
    tag = _chosen(mctx)
    host = host_platform(mctx)
    _check(tag, host)
    toolchain_type = str(Label("//build/tofu:toolchain_type"))
    content = _HUB_HEADER.format(toolchain_bzl = Label("//build/tofu:toolchain.bzl"))
    if tag.method == "label":
        content += _HUB_LABEL.format(tofu = tag.tofu, version = tag.version, toolchain_type = toolchain_type)
    else:
        wanted = [host] if tag.method == "host" else [
            p
            for p in PLATFORMS
            if not tag.sha256 or p in tag.sha256
        ]
        for platform in wanted:
            content += _HUB_PLATFORM.format(
                constraints = [str(Label(c)) for c in PLATFORMS[platform]],
                platform = platform,
                repository = _platform_repository(tag, platform),
                toolchain_type = toolchain_type,
            )
    _hub(name = "tofu_toolchains", content = content)

tofu = module_extension(
    doc = "Makes `@tofu_toolchains`, whose toolchains provide OpenTofu.",
    implementation = _tofu_impl,
    tag_classes = {"toolchain": _toolchain},
    os_dependent = True,
    arch_dependent = True,
)
