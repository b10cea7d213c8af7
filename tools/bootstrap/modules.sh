# shellcheck shell=bash
# Sourced by offline.sh: rules_go, gazelle and the Go SDK, by the Go client. Both rule
# sets are published as Go modules too, so the Go module proxy has them.

# use_go: a Go that is new enough for the repository's go.mod. GO_BIN = its directory.
# An older one on the host fetches the newer one itself, by the module proxy.
use_go() {
  local want have root
  command -v go >/dev/null ||
    die "Go is needed where the Bazel Central Registry cannot be reached: install it from https://go.dev/dl/ (or a Debian" \
      "package golang-go of version 1.21 or later), or allow access to https://bcr.bazel.build"
  want=$(awk '$1 == "go" { print $2; exit }' "$TOP/go.mod")
  root=$(cd "$TOP" && go env GOROOT 2>/dev/null) || root=
  go_fits "$root" "$want" || root=$(cd "$TOP" && GOTOOLCHAIN=go$want+auto go env GOROOT) || root=
  go_fits "$root" "$want" || {
    have=$(GOTOOLCHAIN=local go version)
    die "$have is older than go.mod's go $want, and the module proxy did not give a newer one: install Go $want from https://go.dev/dl/"
  }
  GO_BIN=$root/bin
  export PATH=$GO_BIN:$PATH GOTOOLCHAIN=local GOWORK=off
}

# go_fits GOROOT VERSION
go_fits() {
  local have
  [ -x "$1/bin/go" ] || return 1
  have=$(GOTOOLCHAIN=local "$1/bin/go" env GOVERSION) || return 1
  printf '%s\n' "$2" "${have#go}" | sort -CV
}

# asked NAME: the version of a module that the first workspace naming it asks for.
asked() {
  local ws
  for ws in "${WORKSPACES[@]}"; do
    sed 's/#.*//' "$ws" | tr '\n' ' ' | grep -o 'bazel_dep([^)]*)' | grep "name *= *\"$1\"" |
      sed -n 's/.*version *= *"\([^"]*\)".*/\1/p' || [ $? = 1 ] # grep: none
  done | head -n 1
}

# module_dir PATH@VERSION: a module's directory in the Go module cache.
module_dir() {
  local out
  out=$(cd / && GOFLAGS=-mod=mod go mod download -json "$1") ||
    die "no Go module $1 with GOPROXY=$(go env GOPROXY):$(sed -n 's/^\t"Error": "\(.*\)"$/ \1/p' <<<"$out"): GOPROXY may name a proxy that can be reached"
  sed -n 's/^\t"Dir": "\(.*\)",$/\1/p' <<<"$out"
}

# copy FROM TO: writable, with the executable bits that module zips do not keep.
copy() {
  rm -rf "$2"
  cp -r "$1" "$2"
  chmod -R u+w "$2"
  find "$2" -name '*.sh' -exec chmod +x {} +
}

# get_rules_go VERSION, get_gazelle VERSION: sets RULES_GO_DIR, GAZELLE_DIR.
get_rules_go() {
  RULES_GO_DIR=$MODULES/rules_go-$1-$RECIPE
  [ ! -d "$RULES_GO_DIR" ] || return 0
  say "rules_go $1 from the Go module proxy"
  local dir
  dir=$(module_dir "github.com/bazelbuild/rules_go@v$1")
  copy "$dir" "$RULES_GO_DIR.new"
  mv "$RULES_GO_DIR.new" "$RULES_GO_DIR"
}

get_gazelle() {
  GAZELLE_DIR=$MODULES/gazelle-$1-$RECIPE
  [ ! -d "$GAZELLE_DIR" ] || return 0
  say "gazelle $1 from the Go module proxy"
  local dir v2 new=$GAZELLE_DIR.new
  dir=$(module_dir "github.com/bazelbuild/bazel-gazelle@v$1")
  copy "$dir" "$new"
  # Since 0.48 the repository holds a second Go module, v2/, which is not in the first
  # one's zip; the list of sources that gazelle checks itself against is made anew.
  # (0.50.0, 0.51.3 and 0.53.0 fit their published v2; 0.52.2 and 0.54.0 do not.)
  v2=$(sed -n 's|^.*bazel-contrib/bazel-gazelle/v2 \(v[^ ]*\).*|\1|p' "$new/go.mod" | head -n 1)
  [ -n "$v2" ] || die "gazelle $1 is too old for the offline bootstrap: take 0.50.0 or later in MODULE.bazel"
  dir=$(module_dir "github.com/bazel-contrib/bazel-gazelle/v2@$v2")
  copy "$dir" "$new/v2"
  (cd "$new" && GOFLAGS='' go run internal/list_repository_tools_srcs.go -dir=. \
    -generate=internal/go_repository_tools_srcs.bzl) >&2 || die "gazelle $1 does not fit its $v2"
  mv "$new" "$GAZELLE_DIR"
}

# get_sdk: SDK_DIR = the Go of use_go as a repository of rules_go, which takes the place
# of the ones that go_sdk.download() would fetch.
get_sdk() {
  local goroot version os arch cpu major minor patch pre new
  IFS=$'\t' read -r goroot version os arch < <(go env GOROOT GOVERSION GOHOSTOS GOHOSTARCH | paste -s)
  version=${version#go} version=${version%% *}
  cpu=$arch
  [ "$arch" != amd64 ] || cpu=x86_64
  SDK_PLATFORM=${os}_$arch
  SDK_DIR=$MODULES/go_sdk-$version-$(echo "$RECIPE $RULES_GO_DIR $goroot" | digest)
  [ ! -d "$SDK_DIR" ] || return 0
  new=$SDK_DIR.new
  rm -rf "$new"
  mkdir -p "$new"
  ln -s "$goroot"/* "$new/"
  : >"$new/ROOT"
  : >"$new/REPO.bazel"
  IFS=.- read -r major minor patch pre <<<"$version"
  printf 'MAJOR_VERSION = "%s"\nMINOR_VERSION = "%s"\nPATCH_VERSION = "%s"\nPRERELEASE_SUFFIX = "%s"\n' \
    "$major" "$minor" "${patch:-0}" "${pre:-}" >"$new/version.bzl"
  sed "s|{goos}|$os|g; s|{goarch}|$arch|g; s|{exe}||g; s|{version}|$version|g; s|{experiments}|[]|
    s|{exec_compatible_with}|[\"@platforms//cpu:$cpu\", \"@platforms//os:$os\"]|" \
    "$RULES_GO_DIR/go/private/BUILD.sdk.bazel" >"$new/BUILD.bazel"
  mv "$new" "$SDK_DIR"
}

# sdk_names: the repositories that SDK_DIR stands for. rules_go names them by module
# ("main_" is the root), index and platform; its own is go_default_sdk.
sdk_names() {
  local m i
  echo go_default_sdk
  for m in main_ $(sed -n '/^module(/,/)/s/.*[( \t]name *= *"\([^"]*\)".*/\1/p' "${WORKSPACES[@]}" | sort -u); do
    for i in 0 1 2; do echo "${m}__download_${i}_$SDK_PLATFORM"; done
  done
  sed -n 's/#.*//; s/.*go_sdk[a-z_]*\.\(download\|from_file\)(.*name *= *"\([^"]*\)".*/\2/p' "${WORKSPACES[@]}"
}
