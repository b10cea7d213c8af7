"""Rule and macro: nix_cache_push_all."""

load("//build/nix:providers.bzl", "NixCachePushInfo")
load("//build/nix:toolchain.bzl", "NIX_TOOLCHAIN_TYPE")
load(":run.bzl", "NIXPUSH_ATTRS", "VERBS", "joined", "launcher")

def _nix_cache_push_all_impl(ctx):
    return launcher(ctx, joined(ctx.attr.targets))

_nix_cache_push_all = rule(
    doc = "One verb of several pushes.",
    implementation = _nix_cache_push_all_impl,
    attrs = NIXPUSH_ATTRS | {
        "targets": attr.label_list(doc = "What to push.", mandatory = True, providers = [NixCachePushInfo]),
    },
    executable = True,
    provides = [NixCachePushInfo],
    toolchains = [NIX_TOOLCHAIN_TYPE],
)

def nix_cache_push_all(
        name,
        targets = [],
        subpackages = False,
        visibility = None,
        tags = []):
    """Does what several `nix_cache_push` say, in one run: paths that they share are built, read and uploaded once.

    ```starlark
    nix_cache_push_all(name = "push_all")                      # all pushes above it in this BUILD file

    nix_cache_push_all(name = "push_all", subpackages = True)  # and those of the packages below

    nix_cache_push_all(name = "nightly", targets = ["//apps:static", "//shells:push_all"])
    ```

    Makes the same run targets as `nix_cache_push`: `<name>`, `.push`, `.build`, `.dry_run`, `.watch`.

    Args:
      name: of the target.
      targets: labels of `nix_cache_push` and `nix_cache_push_all` targets; empty: those that stand above it in the BUILD file.
      subpackages: whether the target of the same name in each direct subpackage belongs to it; each has to have one,
        and may take in its own subpackages in turn.
      visibility: of every target.
      tags: of every target.
    """
    members = list(targets) or [
        rule["name"]
        for rule in native.existing_rules().values()
        if rule["kind"] in ["_nix_cache_push", "_nix_cache_push_all"] and rule["verb"] == VERBS[0]
    ]
    if subpackages:
        members += [
            "//{}:{}".format("/".join([p for p in [native.package_name(), below] if p]), name)
            for below in native.subpackages(include = ["**"], allow_empty = True)
        ]
    if not members:
        fail("//{}:{}: targets is empty, and no nix_cache_push stands above it: nothing would be pushed".format(native.package_name(), name))
    common = dict(tags = tags, targets = members, visibility = visibility)
    _nix_cache_push_all(name = name, **common)
    native.alias(name = name + ".push", actual = name, tags = tags, visibility = visibility)
    for verb in VERBS[1:]:
        _nix_cache_push_all(name = name + "." + verb, verb = verb, **common)
