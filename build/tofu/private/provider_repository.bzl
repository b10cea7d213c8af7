"""Repository rule: one locked provider for one platform, downloaded and verified."""

load("@bazel_tools//tools/build_defs/repo:utils.bzl", "get_auth")
load(":provider_source.bzl", "check_hash", "dir_hash", "find_package")

_DOC = """One third-party provider for one platform, as the lock file pins it.

The package comes from the first that has it of `$FLYWHEEL_PROVIDER_MIRROR`, `mirrors` and
the provider's own registry, through Bazel's downloader: with its netrc credentials,
proxies, redirects and repository cache. Its hash must be in the lock file; whatever
cannot be verified never becomes a target. Targets: `plugin`, the program; `files`, what
lies beside it in the package."""

_BUILD = """package(default_visibility = ["//visibility:public"])

# {address} {version} for {platform}
filegroup(
    name = "plugin",
    srcs = [{plugin}],
)

filegroup(
    name = "files",
    srcs = glob(
        ["{dir}/**"],
        allow_empty = True,
        exclude = [{plugin}],
    ),
)
"""

_ATTRS = {
    "address": attr.string(doc = "`<host>/<namespace>/<type>`.", mandatory = True),
    "auth_patterns": attr.string_dict(doc = "Host to the form of its Authorization header; see tofu.lock."),
    "hashes": attr.string_list(doc = "What the lock file has: `zh:<hexadecimal SHA-256 of a zip>`, `h1:<hash of the files>`."),
    "lock_command": attr.string(doc = "What changes the lock file, for messages.", mandatory = True),
    "lock_file": attr.string(doc = "The lock file, for messages.", mandatory = True),
    "mirrors": attr.string_list(doc = "Where to look before the registry; see tofu.lock."),
    "netrc": attr.string(doc = "A netrc file other than the user's."),
    "platform": attr.string(doc = "`<os>_<arch>` as OpenTofu writes it.", mandatory = True),
    "registries": attr.string_dict(doc = "Host to the address at which its registry is; see tofu.lock."),
    "version": attr.string(doc = "The locked version.", mandatory = True),
}

_DIR = "plugin"

def _name(rctx):
    return "provider {} {} for {}".format(rctx.attr.address, rctx.attr.version, rctx.attr.platform)

def _fail(rctx, problem, remedy):
    fail("\n{}: {}\n{}\n".format(_name(rctx), problem, remedy))

def _relock(rctx):
    return "To take the hashes anew on a machine that reaches the registry, run: {}".format(rctx.attr.lock_command)

def _verify(rctx, got, where):
    """Fails unless one of the hashes is in the lock file."""
    if not check_hash(got, rctx.attr.hashes):
        scheme = got.split(":")[0] + ":"
        wanted = [h for h in rctx.attr.hashes if h.startswith(scheme)]
        _fail(
            rctx,
            "the hash of {} is not in {}\n  got    {}\n  wanted {}".format(
                where,
                rctx.attr.lock_file,
                got,
                "\n      or ".join(wanted) or "one of no {} hashes".format(scheme),
            ),
            "Either the package is not the one that was locked, or the lock file lacks this platform. " + _relock(rctx),
        )

def _unzip(rctx, package):
    """Unpacks a package whose zip is verified, or whose files still must be."""
    by_zip = [h for h in rctx.attr.hashes if h.startswith("zh:")]
    if by_zip:
        _verify(rctx, "zh:" + package.sha256, package.where)

        # Extraction would stop with a message that names neither provider nor remedy.
    elif not _is_whole_zip(rctx, package.file):
        _fail(rctx, "{} is no whole zip file".format(package.where), "Try again; if it stays so, the mirror or registry has a damaged file.")
    rctx.extract(package.file, output = _DIR)
    rctx.delete(package.file)
    if not by_zip:
        _verify(rctx, dir_hash(rctx, rctx.path(_DIR)), "the files in " + package.where)

def _is_whole_zip(rctx, file):
    data = rctx.read(file, watch = "no")

    # The end of the directory at the end of the file, with an optional comment.
    return data.startswith("PK\003\004") and data.find("PK\005\006", max(0, len(data) - 65557)) >= 0

def _plugin(rctx):
    """The name of the plugin's program; it is made executable."""
    prefix = "terraform-provider-" + rctx.attr.address.split("/")[2]
    found = sorted([
        f.basename
        for f in rctx.path(_DIR).readdir(watch = "no")
        if not f.is_dir and (f.basename.startswith(prefix + "_") or f.basename in [prefix, prefix + ".exe"])
    ])
    if not found:
        _fail(rctx, "the package has no file {}*".format(prefix), "It is no provider package, though the lock file has its hash. " + _relock(rctx))
    result = rctx.execute(["chmod", "+x", rctx.path(_DIR).get_child(found[0])])
    if result.return_code:
        _fail(rctx, "making {} executable: {}".format(found[0], result.stderr), "See the message above.")
    return found[0]

def _provider_repository_impl(rctx):
    if not [h for h in rctx.attr.hashes if h.startswith("zh:") or h.startswith("h1:")]:
        _fail(
            rctx,
            "{} has no hashes for it, and nothing is used that cannot be verified".format(rctx.attr.lock_file),
            "On a machine that reaches the registry, run: {}".format(rctx.attr.lock_command),
        )
    package = find_package(rctx, get_auth)
    if package.problems:
        _fail(rctx, "cannot be had:\n  " + "\n  ".join(package.problems), package.remedy.format(lock_command = rctx.attr.lock_command))
    if package.unpacked:
        _verify(rctx, dir_hash(rctx, package.unpacked, copy_to = _DIR), "the files in " + package.where)
    else:
        _unzip(rctx, package)
    plugin = _plugin(rctx)
    rctx.file("BUILD.bazel", _BUILD.format(
        address = rctx.attr.address,
        dir = _DIR,
        platform = rctx.attr.platform,
        plugin = repr(_DIR + "/" + plugin),
        version = rctx.attr.version,
    ))

provider_repository = repository_rule(
    doc = _DOC,
    implementation = _provider_repository_impl,
    attrs = _ATTRS,
)
