"""Module extension: real programs for the integration tests.

Each comes from `tools/bootstrap/tool.sh`: the one on PATH, or Debian's package unpacked
into the user's cache. The S3 server, which Debian does not have, is built from the Go module
proxy; npm and its Node.js come from the npm registry. Bazel itself is the one that `tools/bazel` chose for this build.
"""

load("//build/tofu/private:go_build.bzl", "go_build")  # buildifier: disable=bzl-visibility
load("//build/tofu/private:tool_repository.bzl", "host_platform")  # buildifier: disable=bzl-visibility
load(":npm.bzl", "npm_repository")

_PROGRAMS = ["curl", "dnf5", "nginx", "nix", "pip", "shellcheck"]

_BAZEL = """#!/bin/sh
# The Bazel of this build, for tests that build a workspace of their own.
exec '{bazel}' {rc} "$@"
"""

def _program_impl(rctx):
    script = rctx.path(Label("//tools/bootstrap:tool.sh"))
    for file in rctx.attr._scripts:
        rctx.watch(file)
    rctx.report_progress("getting {}".format(rctx.attr.program))
    result = rctx.execute([script, rctx.attr.program], timeout = 1800)
    if result.return_code:
        fail("getting {} for the tests: {} exited with {}\n{}".format(rctx.attr.program, script, result.return_code, result.stderr))
    rctx.symlink(result.stdout.strip(), rctx.attr.program)
    rctx.file("BUILD.bazel", "exports_files([\"{}\"], visibility = [\"//visibility:public\"])\n".format(rctx.attr.program))

_program = repository_rule(
    doc = "One program for tests, named as it is called.",
    implementation = _program_impl,
    attrs = {
        "program": attr.string(doc = "What tool.sh calls it.", mandatory = True),
        "_scripts": attr.label_list(default = [
            Label("//tools/bootstrap:tool.sh"),
            Label("//tools/bootstrap:common.sh"),
            Label("//tools/bootstrap:debian.sh"),
        ]),
    },
)

def _go_program_impl(rctx):
    program = rctx.attr.program
    rctx.report_progress("building {} from source".format(program))
    command, result = go_build(
        rctx,
        go_mod = rctx.attr.go_mod,
        ldflags = "-s -w",
        output = program,
        package = rctx.attr.package,
        platform = host_platform(rctx),
    )
    if result.return_code:
        fail("building {} for the tests: {} exited with {}\n{}".format(program, " ".join([str(c) for c in command]), result.return_code, result.stderr))
    rctx.file("BUILD.bazel", "exports_files([\"{}\"], visibility = [\"//visibility:public\"])\n".format(program))

_go_program = repository_rule(
    doc = "One Go program for tests, built from the Go module proxy.",
    implementation = _go_program_impl,
    attrs = {
        "go_mod": attr.label(doc = "`<name>.mod`; `<name>.sum` stands beside it.", mandatory = True),
        "package": attr.string(doc = "Import path of its package.", mandatory = True),
        "program": attr.string(doc = "What it is called.", mandatory = True),
    },
)

def _bazel_impl(rctx):
    bazel = rctx.getenv("FLYWHEEL_BAZEL") or rctx.which("bazel")
    if not bazel:
        fail("no Bazel for the tests that build a workspace of their own: start this build with tools/bazel")
    rc = rctx.getenv("FLYWHEEL_BAZELRC")
    rctx.file("bazel", _BAZEL.format(bazel = bazel, rc = "'--bazelrc={}'".format(rc) if rc else ""), executable = True)
    rctx.file("BUILD.bazel", "exports_files([\"bazel\"], visibility = [\"//visibility:public\"])\n")

_bazel = repository_rule(
    doc = "The Bazel of this build, as a program for tests.",
    implementation = _bazel_impl,
)

# The source tree, as far as tests look at it in place.
_TREE_FILES = ["MODULE.bazel", "BUILD.bazel", ".bazelrc", "go.mod", "go.sum", "go.vendor.json"]
_TREE_DIRECTORIES = ["build", "tofu", "tools", "tests"]

_DIGEST = """cd "$1" && shift && find "$@" -type f -not -path 'examples/*/bazel-*' -exec sha256sum {} + | sort | sha256sum"""

def _tree_impl(rctx):
    root = rctx.path(Label("//:MODULE.bazel")).dirname
    for name in _TREE_FILES:
        rctx.watch(root.get_child(name))
    for name in _TREE_DIRECTORIES:
        rctx.watch_tree(root.get_child(name))

    # The links that a build of an example leaves there lead back to this tree.
    for example in root.get_child("examples").readdir():
        for path in example.readdir():
            if path.is_dir and not path.basename.startswith("bazel-"):
                rctx.watch_tree(path)
            elif not path.is_dir:
                rctx.watch(path)
    command = ["sh", "-c", _DIGEST, "sh", root] + _TREE_FILES + _TREE_DIRECTORIES + ["examples"]
    result = rctx.execute(command)
    if result.return_code:
        fail("reading the source tree {}: {}".format(root, result.stderr))
    rctx.file("digest", result.stdout)
    rctx.file("BUILD.bazel", "exports_files([\"digest\"], visibility = [\"//visibility:public\"])\n")

_tree = repository_rule(
    doc = "The digest of the source tree: an input of the tests that look at all of it, so that they run again when it changes and only then.",
    implementation = _tree_impl,
)

def _test_tools_impl(mctx):
    for program in _PROGRAMS:
        _program(name = "test_" + program, program = program)
    _go_program(
        name = "test_s3",
        go_mod = Label("//tests/source:versitygw-1.8.0.mod"),
        package = "github.com/versity/versitygw/cmd/versitygw",
        program = "versitygw",
    )
    _bazel(name = "test_bazel")
    npm_repository(name = "test_npm")
    _tree(name = "test_tree")
    return mctx.extension_metadata(
        root_module_direct_deps = [],
        root_module_direct_dev_deps = ["test_bazel", "test_npm", "test_s3", "test_tree"] + ["test_" + p for p in _PROGRAMS],
    )

test_tools = module_extension(
    doc = "Makes `@test_curl//:curl`, `@test_dnf5//:dnf5`, `@test_nix//:nix`, `@test_nginx//:nginx`, `@test_npm//:npm`, `@test_npm//:gitlab-ci-local`, `@test_pip//:pip`, `@test_shellcheck//:shellcheck`, `@test_s3//:versitygw` and `@test_bazel//:bazel`.",
    implementation = _test_tools_impl,
)
