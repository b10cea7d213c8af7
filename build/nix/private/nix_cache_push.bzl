"""Rule and macro: nix_cache_push."""

load("//build/nix:providers.bzl", "NixCachePushInfo")
load("//build/nix:toolchain.bzl", "NIX_TOOLCHAIN_TYPE")
load(":installable.bzl", "flake_labels", "parse_installables")
load(":run.bzl", "NIXPUSH_ATTRS", "VERBS", "launcher", "user_label")

_ATTRS = {
    "caches": attr.string_list(
        doc = "Where to push: names that the client configuration of attic or of nixpush resolves, or URLs (`https://…`, `s3://…`, `file:///…`).",
        mandatory = True,
    ),
    "compression": attr.string(
        doc = "Of the archives, for caches that take compressed ones; empty: `zstd`. Attic's servers choose themselves.",
        values = ["", "none", "xz", "zstd"],
    ),
    "compression_level": attr.int(doc = "Of that compression; 0: its usual one."),
    "flake_files": attr.label_list(doc = "Files that flakes are evaluated from.", allow_files = True),
    "in_place": attr.bool(doc = "Evaluate flakes in the source tree."),
    "installables": attr.string_list(doc = "What to build, parsed: JSON objects."),
    "nix_args": attr.string_list(doc = "Further arguments of `nix build`."),
    "srcs": attr.label_list(doc = "Files that are, or are links to files of, store paths.", allow_files = True),
    "store_paths": attr.string_list(doc = "Store paths that are valid when the target runs."),
    "verify": attr.bool(doc = "Read back what was pushed."),
}

def _nix_cache_push_impl(ctx):
    push = struct(
        label = user_label(ctx.label.same_package_label(ctx.attr.of)),
        caches = tuple(ctx.attr.caches),
        compression = ctx.attr.compression,
        compression_level = ctx.attr.compression_level,
        flake_files = tuple(ctx.files.flake_files),
        in_place = ctx.attr.in_place,
        installables = tuple(ctx.attr.installables),
        nix_args = tuple(ctx.attr.nix_args),
        srcs = tuple(ctx.files.srcs),
        store_paths = tuple(ctx.attr.store_paths),
        verify = ctx.attr.verify,
    )
    return launcher(ctx, NixCachePushInfo(
        files = depset(ctx.files.flake_files + ctx.files.srcs),
        pushes = depset([push]),
    ))

_nix_cache_push = rule(
    doc = "One verb of a push.",
    implementation = _nix_cache_push_impl,
    attrs = _ATTRS | NIXPUSH_ATTRS | {
        "of": attr.string(doc = "Name of the push.", mandatory = True),
    },
    executable = True,
    provides = [NixCachePushInfo],
    toolchains = [NIX_TOOLCHAIN_TYPE],
)

def _check(name, installables, srcs, store_paths, caches, hermetic, flakes):
    label = "//{}:{}".format(native.package_name(), name)
    if type(caches) == "list" and not caches:
        fail("{}: caches is empty: nothing would be pushed".format(label))

    # A select() has no truth of its own: what it is empty of shows when it is run.
    if not installables and not srcs and not store_paths:
        fail("{}: installables, srcs and store_paths are empty: nothing would be pushed".format(label))
    for path in store_paths if type(store_paths) == "list" else []:
        if not path.startswith("/"):
            fail("{}: store path {}: want an absolute path".format(label, repr(path)))
    if not hermetic:
        for flake in flakes:
            if flake.repo_name != native.package_relative_label(":x").repo_name:
                fail("{}: {} is in another repository, which has no source tree here: leave out hermetic = False".format(label, flake))

def nix_cache_push(
        name,
        caches,
        installables = [],
        srcs = [],
        store_paths = [],
        data = [],
        hermetic = True,
        nix_args = ["--no-update-lock-file"],
        compression = "",
        compression_level = 0,
        verify = False,
        visibility = None,
        tags = []):
    """Builds outputs of Nix and pushes their closures to caches, by `bazel run`.

    ```starlark
    nix_cache_push(
        name = "dev_shell",
        caches = ["devshells"],
        installables = ["//:flake.nix#dev-shell", ".#myapp-static"],
    )
    ```

    Makes the run targets `<name>` (also as `<name>.push`: build, then push what the caches lack),
    `<name>.build` (build only; prints the store paths), `<name>.dry_run` (say what a push
    would upload) and `<name>.watch` (push each path as soon as it is built). Each takes the flags of
    nixpush behind `--`; `-- --help` lists them. Nothing is built or pushed by `bazel build` and `bazel test`.

    A flake that a label names is evaluated from a copy of the files that are declared: flake.nix, the
    flake.lock beside it and `data`. What is not declared is not there, so the target's inputs are
    complete, for `bazel query` and `affected` too. Nix itself fetches the flake's locked inputs.

    Args:
      name: of the push.
      caches: list of string, where to push: names that the client configuration of attic or nixpush
        resolves, or URLs. Never with a secret in them: tokens come from files or the environment.
      installables: list of string, what to build. `//pkg:flake.nix#attribute` and `.#attribute` (this package's
        flake.nix) name a flake of the workspace; everything else is passed to Nix as it is (`nixpkgs#hello`,
        `github:owner/repo#x`).
      srcs: labels of files that lie in the Nix store or are links into it, as rules_nixpkgs makes them: the store
        paths that hold them are pushed.
      store_paths: list of string, absolute store paths, valid on the machine that pushes.
      data: labels of further files that the flakes read; they keep their places relative to flake.nix.
      hermetic: False: evaluate the flakes in the source tree, for those that use its revision or more files than can
        be listed.
      nix_args: list of string, further arguments of `nix build`. The default fails when flake.lock is not complete.
      compression: of archives, `zstd`, `xz` or `none`; empty: zstd. Servers of Attic compress as they are configured.
      compression_level: of it; 0: its usual one.
      verify: whether each push is read back through the cache, with hashes and signatures checked.
      visibility: of every target.
      tags: of every target.
    """
    has_flake = bool(native.glob(["flake.nix"], allow_empty = True))
    flakes = flake_labels(installables, has_flake)
    _check(name, installables, srcs, store_paths, caches, hermetic, flakes)
    common = dict(
        caches = caches,
        compression = compression,
        compression_level = compression_level,
        flake_files = _flake_files(flakes, data),
        in_place = not hermetic,
        installables = parse_installables(installables, has_flake),
        nix_args = nix_args,
        of = name,
        srcs = srcs,
        store_paths = store_paths,
        tags = tags,
        verify = verify,
        visibility = visibility,
    )
    _nix_cache_push(name = name, **common)
    native.alias(name = name + ".push", actual = name, tags = tags, visibility = visibility)
    for verb in VERBS[1:]:
        _nix_cache_push(name = name + "." + verb, verb = verb, **common)

def _flake_files(flakes, data):
    """The flakes, their lock files where they are this package's, and data; each once."""
    labels = []
    for flake in flakes:
        labels.append(flake)
        lock = flake.name[:-len("flake.nix")] + "flake.lock"
        if flake == native.package_relative_label(flake.name) and native.glob([lock], allow_empty = True):
            labels.append(native.package_relative_label(lock))
    if type(data) != "list":
        return labels + data
    labels += [native.package_relative_label(d) for d in data]
    return {label: None for label in labels}.keys()
