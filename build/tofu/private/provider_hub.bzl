"""What the module extension makes of a lock file: @tofu_providers and its repositories."""

load(":lockfile.bzl", "parse_lock_file")
load(":provider_repository.bzl", "provider_repository")
load(":versions.bzl", "PLATFORMS")

LOCK_TAG = tag_class(
    doc = """The lock file that pins the third-party providers of this build.

```starlark
tofu.lock(file = "//tofu:.terraform.lock.hcl")
use_repo(tofu, "tofu_providers")
```

Modules then require `@tofu_providers//:<type>`, for example `@tofu_providers//:kubernetes`
(`:<namespace>_<type>` when the file has two of the same type). Nothing is downloaded until
`--@flywheel//build/tofu:providers=real` or a deployment needs a plugin; then it comes from
`$FLYWHEEL_PROVIDER_MIRROR` (a directory or URL, by `--repo_env`), `mirrors` or the provider's
registry, and its hash must be in the file.

The root module's tag counts and no other: a build has one lock file. Without one,
`@tofu_providers` is empty.""",
    attrs = {
        "auth_patterns": attr.string_dict(doc = "Host to the form of the Authorization header that is made of its netrc entry, `Bearer <password>` for example; default: basic authentication."),
        "file": attr.label(doc = "The lock file, `.terraform.lock.hcl`. Its package exports it (`exports_files`) and has the `tofu_lock` target `lock` that changes it.", mandatory = True),
        "mirrors": attr.string_list(doc = "Where to look before the registry, in order: `file:///<directory>`, a filesystem mirror, packed or unpacked (`tofu providers mirror` fills one), or `https://<address>/`, a server of the provider network mirror protocol."),
        "netrc": attr.string(doc = "Absolute path of a netrc file other than `$NETRC` and `~/.netrc`."),
        "registries": attr.string_dict(doc = "Registry host to the address to ask in its stead, `{\"registry.opentofu.org\": \"https://tofu.proxy.example\"}`: a caching proxy that speaks the registry protocol."),
        "schemas": attr.label_list(doc = "A file, such as BUILD.bazel, of each directory of schema snapshots, which its package exports. Default: `schemas` beside the lock file, if it exists. Flywheel's own come last."),
    },
)

_HEADER = """# The providers of {lock}, by tofu.lock(…) in MODULE.bazel.
# One that is not here is not in that file: {command}
load("{rule_bzl}", "locked_provider")

package(default_visibility = ["//visibility:public"])
"""

_EMPTY = """# Empty: the root module has no tofu.lock(file = …) in its MODULE.bazel, or the file locks nothing.
"""

_PLATFORM = """
config_setting(
    name = "{platform}",
    constraint_values = {constraints},
)
"""

# Two selects in a row: the outer one alone decides whether anything is downloaded.
_PROVIDER = """
[alias(
    name = "{name}." + target,
    actual = select(
        {{
            {plugins}
        }},
        no_match_error = "provider {address} {version}: no plugin is known for the target platform; known: {known}",
    ),
) for target in ["plugin", "files"]]

locked_provider(
    name = "{name}",
    address = "{address}",
    files = select({{
        "{real}": ":{name}.files",
        "//conditions:default": None,
    }}),
    lock = "{lock}",
    lock_command = "{command}",
    platform = select(
        {{
            {platforms}
        }},
        no_match_error = "provider {address} {version}: no plugin is known for the target platform; known: {known}",
    ),
    plugin = select({{
        "{real}": ":{name}.plugin",
        "//conditions:default": None,
    }}),
    schema = {schema},
    version = "{version}",
)
"""

def _hub_impl(rctx):
    rctx.file("BUILD.bazel", rctx.attr.content)

_hub = repository_rule(
    doc = "One target for each provider of the lock file; none of their programs is fetched before it is used.",
    implementation = _hub_impl,
    attrs = {"content": attr.string(doc = "Content of BUILD.bazel.", mandatory = True)},
)

def target_names(addresses):
    """The targets' names of providers.

    Args:
      addresses: list of string: `<host>/<namespace>/<type>`.

    Returns:
      dict of address to name: the type, with the namespace and then the host before it
      where that is needed to tell two apart.
    """
    names = {}
    for address in addresses:
        parts = address.split("/")
        name = address
        for length in [1, 2, 3]:
            name = "_".join(parts[-length:]).replace(":", "_")
            if [a for a in addresses if a.split("/")[-length:] == parts[-length:]] == [address]:
                break
        names[address] = name
    return names

def _tag(mctx):
    for module in mctx.modules:
        if not module.is_root:
            continue
        if len(module.tags.lock) > 1:
            fail("module {}: more than one tofu.lock(…): a build has one lock file".format(module.name))
        for tag in module.tags.lock:
            return tag
    return None

def _snapshot(mctx, tag, provider):
    """Label of the provider's schema snapshot, or None."""
    file = "{}_{}.schema".format(provider.address.replace("/", "_").replace(":", "_"), provider.version)
    beside = mctx.path(tag.file).dirname.get_child("schemas")
    own = Label("//build/tofu/schemas:" + file)
    candidates = [(given.same_package_label(file), mctx.path(given).dirname) for given in tag.schemas]
    if not tag.schemas:
        candidates.append((tag.file.same_package_label("schemas/" + file), beside))
    candidates.append((own, mctx.path(Label("//build/tofu:extensions.bzl")).dirname.get_child("schemas")))
    for label, directory in candidates:
        path = directory.get_child(file)
        mctx.watch(path)
        if not path.exists:
            continue
        if directory == beside and directory.get_child("BUILD.bazel").exists:
            return Label("{}/schemas:{}".format(str(label).split(":")[0], file))
        return label
    return None

def _repositories(tag, provider, command, lock_file):
    """A repository for each platform: platform to repository name."""
    names = {}
    for platform in PLATFORMS:
        name = "provider_{}_{}_{}".format(provider.address.replace("/", "_").replace(":", "_"), provider.version, platform)
        provider_repository(
            name = name,
            address = provider.address,
            auth_patterns = tag.auth_patterns,
            hashes = provider.hashes,
            lock_command = command,
            lock_file = lock_file,
            mirrors = tag.mirrors,
            netrc = tag.netrc,
            platform = platform,
            registries = tag.registries,
            version = provider.version,
        )
        names[platform] = name
    return names

def _display(label):
    text = str(label)
    return text[2:] if text.startswith("@@//") else text

def make_hub(mctx):
    """Makes @tofu_providers and the repositories behind it.

    Args:
      mctx: module_ctx of an extension with tag `lock`.
    """
    tag = _tag(mctx)
    if not tag:
        _hub(name = "tofu_providers", content = _EMPTY)
        return
    shown = _display(tag.file)
    lock_file = shown.removeprefix("//").replace(":", "/").removeprefix("/")
    command = "bazel run {}:lock".format(shown.split(":")[0])
    path = mctx.path(tag.file)
    if not path.exists:
        fail("tofu.lock(file = \"{}\"): there is no such file; make an empty one, then run: {}".format(shown, command))
    lock = parse_lock_file(mctx.read(path), lock_file)
    if lock.error:
        fail("{}\nThe file is OpenTofu's: take it from version control again, or empty it and run: {}".format(lock.error, command))
    names = target_names([p.address for p in lock.providers])
    content = _HEADER.format(
        command = command,
        lock = lock_file,
        rule_bzl = Label("//build/tofu/private:locked_provider.bzl"),
    ) if lock.providers else _EMPTY
    for platform, constraints in (PLATFORMS if lock.providers else {}).items():
        content += _PLATFORM.format(constraints = [str(Label(c)) for c in constraints], platform = platform)
    for provider in lock.providers:
        schema = _snapshot(mctx, tag, provider)
        repositories = _repositories(tag, provider, command, lock_file)
        content += _PROVIDER.format(
            address = provider.address,
            command = command,
            known = ", ".join(PLATFORMS),
            lock = tag.file,
            name = names[provider.address],
            platforms = "\n            ".join(["\":{0}\": \"{0}\",".format(p) for p in PLATFORMS]),
            plugins = "\n            ".join(["\":{}\": \"@{}//:\" + target,".format(p, r) for p, r in repositories.items()]),
            real = Label("//build/tofu:providers_real"),
            schema = repr(str(schema)) if schema else None,
            version = provider.version,
        )
    _hub(name = "tofu_providers", content = content)
