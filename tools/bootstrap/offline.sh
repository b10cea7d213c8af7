#!/usr/bin/env bash
# offline.sh KEY VERSION WORKSPACE_MODULE_FILES...
#
# Makes ready what tools/bazel needs where the Bazel Central Registry cannot be reached:
# Debian's Bazel (bazel.sh), rules_go, gazelle and a Go SDK (modules.sh), stand-ins
# (standins.sh), a registry of local directories (registry.sh) and a bazelrc that selects
# them. All of it is in the user's cache; no file of the repository changes. Directories
# are made aside and renamed, so that a start that was killed leaves nothing half-made.
#
# The result is the file CACHE/offline/key-KEY with three lines: the program, the bazelrc,
# and a directory to put in front of PATH (empty when the host's Go is good enough).
set -euo pipefail
BOOT=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
TOP=${BOOT%/*/*}
# shellcheck source=common.sh
. "$BOOT/common.sh"
# shellcheck source=modules.sh
. "$BOOT/modules.sh"
# shellcheck source=standins.sh
. "$BOOT/standins.sh"
KEY=${1:?usage: offline.sh KEY VERSION WORKSPACE_MODULE_FILES...} WANT=$2
shift 2
WORKSPACES=("$@")

get_standins() {
  STANDINS=$MODULES/standins-$({ cat "$BOOT/standins.sh"; echo "$BASE $JAVA"; } | digest)
  [ ! -d "$STANDINS" ] || return 0
  rm -rf "$STANDINS.new"
  mkdir -p "$STANDINS.new"
  write_standins "$STANDINS.new" "$BASE" "$JAVA"
  mv "$STANDINS.new" "$STANDINS"
}

# Named by its content: a running Bazel server does not notice a registry that changes.
get_registry() {
  local new=$OFFLINE/registry.new m
  # What @local_config_platform asks for is written nowhere else.
  echo 'bazel_dep(name = "platforms", version = "0.0.7")' >"$OFFLINE/builtin.MODULE.bazel"
  {
    cat "$DEBIAN/modules"
    for m in "$STANDINS"/*; do echo "${m##*/}=$m"; done
    [ -z "$RULES_GO" ] || echo "rules_go=$RULES_GO_DIR"
    [ -z "$GAZELLE" ] || echo "gazelle=$GAZELLE_DIR"
  } | "$BOOT/registry.sh" "$new" "${WORKSPACES[@]}" -- "$BASE/embedded_tools/MODULE.bazel" \
    "$OFFLINE/builtin.MODULE.bazel" 2>"$OFFLINE/registry.log"
  while read -r line; do say "note: $line"; done <"$OFFLINE/registry.log"
  REGISTRY=$OFFLINE/registry-$(cd "$new" && find . -type f -print0 | sort -z | xargs -0 sha256sum | digest)
  if [ -d "$REGISTRY" ]; then touch "$REGISTRY"; else mv "$new" "$REGISTRY"; fi
}

bazelrc() {
  local name value
  cat <<RC
# Written by tools/bootstrap/offline.sh: no Bazel Central Registry.
common --registry=file://$REGISTRY
common --lockfile_mode=off
common --check_direct_dependencies=off
common --noenable_workspace
common --repo_env=GO_REPOSITORY_USE_HOST_CACHE=1
common --repo_env=GOTOOLCHAIN=local
common --repo_env=FLYWHEEL_TOFU=source
common --repo_env=FLYWHEEL_PROVIDER_REGISTRY=none
common --repo_env=FLYWHEEL_TFLINT=source
RC
  for name in GOPROXY GOSUMDB GONOSUMDB GONOPROXY GOPRIVATE GOINSECURE; do
    value=$(go env "$name")
    [ -z "$value" ] || printf 'common "--repo_env=%s=%s"\n' "$name" "$value"
  done
  cat <<RC
common --repo_env=JAVA_HOME=${JAVA%/bin/java}
common --java_runtime_version=local_jdk --tool_java_runtime_version=local_jdk
common --override_repository=bazel_tools~remote_coverage_tools_extension~remote_coverage_tools=$STANDINS/.remote_coverage_tools
RC
  # rules_go looks up Go's releases even when it needs none: fail fast and in silence.
  printf 'block %s\n' go.dev golang.google.cn dl.google.com >"$OFFLINE/downloads.cfg"
  echo "common --experimental_downloader_config=$OFFLINE/downloads.cfg"
  [ -z "$RULES_GO" ] || for name in $(sdk_names); do
    echo "common --override_repository=rules_go~~go_sdk~$name=$SDK_DIR"
  done
  cat <<RC
common --repository_cache=$CACHE/repository-cache
common --disk_cache=$CACHE/disk-cache
common --experimental_disk_cache_gc_max_size=5G
RC
}

# The bazelrc, named by its content so that a start elsewhere does not change it. (It may
# hold a proxy's password: for the user alone.)
get_bazelrc() {
  local new=$OFFLINE/bazelrc.new
  (umask 077 && bazelrc >"$new")
  RC=$OFFLINE/bazelrc-$(digest <"$new")
  mv "$new" "$RC"
}

open_cache
MODULES=$CACHE/modules OFFLINE=$CACHE/offline
mkdir -p "$MODULES" "$OFFLINE"
RECIPE=$(digest <"$BOOT/modules.sh")
host_go=$(command -v go) || host_go=
use_go
[ "$host_go" != "$GO_BIN/go" ] && [ ! "$host_go" -ef "$GO_BIN/go" ] || GO_BIN=
lock modules
RULES_GO=$(asked rules_go) GAZELLE=$(asked gazelle)
if [ -n "$RULES_GO" ]; then get_rules_go "$RULES_GO"; get_sdk; fi
[ -z "$GAZELLE" ] || get_gazelle "$GAZELLE"
bazel=$("$BOOT/bazel.sh" "$WANT")
DEBIAN=${bazel%/bin/bazel}
BASE=$DEBIAN/root/usr/share/bazel JAVA=$(readlink "$DEBIAN/java")/bin/java
get_standins
get_registry
get_bazelrc
find "$OFFLINE" -mindepth 1 -maxdepth 1 -mtime +60 -exec rm -rf {} +
printf '%s\n' "$bazel" "$RC" "$GO_BIN" >"$OFFLINE/key.new"
mv "$OFFLINE/key.new" "$OFFLINE/key-$KEY"
