# shellcheck shell=bash
# Sourced by offline.sh: small stand-ins for Bazel modules that are named by others, that
# Debian does not package, or whose Debian version does not fit. Only offline builds see them.

# write_standins DIR BASE JAVA: BASE is Bazel's install base, JAVA the program.
write_standins() {
  local out=$1 base=$2 java=$3 m
  for m in protobuf zlib apple_support; do standin "$out" "$m"; done # named, not used
  standin_buildozer "$out"
  standin_package_metadata "$out"
  standin_features "$out" "$base"
  standin_stardoc "$out" "$base" "$java"
  standin_coverage "$out/.remote_coverage_tools"
}

standin() { # DIR NAME
  mkdir -p "$1/$2"
  echo "module(name = \"$2\")" >"$1/$2/MODULE.bazel"
  : >"$1/$2/BUILD.bazel"
}

# "bazel mod tidy" runs buildozer.
standin_buildozer() {
  standin "$1" buildozer
  cat >"$1/buildozer/buildozer_binary.bzl" <<'E'
"""Stands in for the module buildozer: builds the program with the host's Go."""

_VERSION = "v0.0.0-20260904073137-eaa4d125b423"

def _buildozer_repo_impl(rctx):
    go = rctx.which("go")
    if not go:
        fail("no go in PATH")
    env = {"GOBIN": str(rctx.path("bin")), "GOFLAGS": "-mod=mod -trimpath", "GOWORK": "off"}
    result = rctx.execute(
        [go, "install", "github.com/bazelbuild/buildtools/buildozer@" + _VERSION],
        environment = env,
    )
    if result.return_code:
        fail("go install buildozer: " + result.stderr)
    rctx.symlink("bin/buildozer", "buildozer.exe")
    rctx.file("BUILD.bazel", "exports_files([\"buildozer.exe\"])")

_buildozer_repo = repository_rule(implementation = _buildozer_repo_impl)

def _buildozer_binary_impl(_mctx):
    _buildozer_repo(name = "buildozer_binary")

buildozer_binary = module_extension(implementation = _buildozer_binary_impl)
E
}

# The BUILD files that go_deps generates load it.
standin_package_metadata() {
  local p=$1/package_metadata
  standin "$1" package_metadata
  mkdir -p "$p/rules" "$p/providers"
  echo 'exports_files(["package_metadata.bzl"])' >"$p/rules/BUILD.bazel"
  echo 'exports_files(["package_metadata_info.bzl"])' >"$p/providers/BUILD.bazel"
  cat >"$p/rules/package_metadata.bzl" <<'E'
"""Stands in for the module package_metadata: records nothing."""

def package_metadata(name, purl = None, attributes = [], visibility = None, **_kwargs):
    # An empty list, or the target would be its own default_package_metadata.
    native.filegroup(name = name, applicable_licenses = [], visibility = visibility)
E
  cat >"$p/providers/package_metadata_info.bzl" <<'E'
"""Stands in for the module package_metadata."""

PackageMetadataInfo = provider(
    doc = "Metadata of a package; no target of this stand-in provides it.",
    fields = ["files", "metadata"],
)
E
}

# Debian's bazel_features is older than what rules_go asks of it.
standin_features() {
  cp -r "$2/tools/features" "$1/bazel_features"
  chmod -R u+w "$1/bazel_features"
  grep -q instrumented_files_info_has_baseline_coverage_files "$1/bazel_features/features.bzl" ||
    sed -i 's/^_rules = struct($/&\n    instrumented_files_info_has_baseline_coverage_files = ge("9.0.0-pre.20250714.1"),/' \
      "$1/bazel_features/features.bzl"
}

# Debian's stardoc with its renderer run by the private JRE: a java_binary would need
# java_tools, which rules_java downloads.
standin_stardoc() {
  local d=$1/stardoc
  cp -r "$2/tools/stardoc" "$d"
  chmod -R u+w "$d"
  cat >"$d/stardoc/BUILD" <<'E'
load("@bazel_skylib//:bzl_library.bzl", "bzl_library")

package(default_visibility = ["//visibility:public"])

exports_files(glob(["templates/**"]) + ["stardoc.bzl"])

bzl_library(
    name = "stardoc_lib",
    srcs = ["stardoc.bzl"],
    deps = ["//stardoc/private:stardoc_lib"],
)

sh_binary(
    name = "renderer",
    srcs = ["renderer.sh"],
    data = ["renderer_prebuilt.jar"],
)
E
  # shellcheck disable=SC2016  # for the program's own shell
  printf '#!/bin/sh\nexec %s -jar "$0.runfiles"/stardoc*/stardoc/renderer_prebuilt.jar "$@"\n' "'$3'" \
    >"$d/stardoc/renderer.sh"
  chmod +x "$d/stardoc/renderer.sh"
}

# "bazel coverage" merges LCOV files with a Java program that bazel_tools downloads.
standin_coverage() {
  mkdir -p "$1"
  : >"$1/WORKSPACE"
  cat >"$1/BUILD.bazel" <<'E'
package(default_visibility = ["//visibility:public"])

[sh_binary(
    name = name,
    srcs = ["merge.sh"],
) for name in ["coverage_report_generator", "lcov_merger"]]
E
  cat >"$1/merge.sh" <<'E'
#!/usr/bin/env bash
# Joins LCOV tracefiles as they are.
set -euo pipefail
dir= out= reports=
for a in "$@"; do
  case $a in
    --coverage_dir=*) dir=${a#*=} ;;
    --output_file=*) out=${a#*=} ;;
    --reports_file=*) reports=${a#*=} ;;
  esac
done
{
  if [ -n "$reports" ]; then while read -r f; do [ ! -f "$f" ] || cat "$f"; done <"$reports"; fi
  if [ -n "$dir" ]; then find "$dir" -name '*.dat' -exec cat {} +; fi
} >"$out.tmp"
mv "$out.tmp" "$out"
E
  chmod +x "$1/merge.sh"
}
