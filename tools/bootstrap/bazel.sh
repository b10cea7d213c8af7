#!/usr/bin/env bash
# bazel.sh VERSION: Debian's Bazel, made ready in the user's cache.
#
# stdout: the path of the program. Progress on stderr. A no-op when it is there.
# Beside the program: ../modules, lines NAME=DIR of the Bazel modules that Debian
# packages; ../version, its version. VERSION's first number must be what the archive has.
set -euo pipefail
BOOT=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=common.sh
. "$BOOT/common.sh"
# shellcheck source=debian.sh
. "$BOOT/debian.sh"
FALLBACK=bazelisk
WANT=${1:?usage: bazel.sh VERSION}
JRES=(openjdk-21-jre-headless openjdk-25-jre-headless) # the first to be had; the server is Java 21 byte code

# What the server does not need: compilers, the JDK, Maven, JGit, …
LEFT_OUT=(build-essential default-jdk-headless python3 zlib1g-dev debconf perl-base
  libjs-jquery node-core-js node-html5shiv protobuf-compiler-grpc-java-plugin
  ca-certificates ca-certificates-java java-common util-linux libnss3 libpcsclite1
  liblcms2-2 libjpeg62-turbo openssl-provider-legacy default-jre-headless procps
  libprotoc32t64 libtomcat9-java libjgit-java libanimal-sniffer-java libjarjar-java
  libjacoco-java libhttpclient-java liblog4j1.2-java liblog4j2-java junit4
  libmaven3-core-java libjavaparser-java bats bats-assert bats-file bats-support
  rust-coreutils zstd)

fetch() {
  local jre version ok=
  debian_index "${LEFT_OUT[@]}"
  for jre in "${JRES[@]}"; do
    # (libblake3-0 is needed, and no package depends on it.)
    if debian_resolve bazel-bootstrap bazel-rules-shell bazel-rules-pkg bazel-stardoc bazel-lib \
      bazel-aspect-bazel-lib libblake3-0 libzstd-jni1 unzip "$jre"; then ok=1; break; fi
  done
  [ -n "$ok" ] || { cat "$APT/log" >&2; die "Bazel's packages cannot be resolved in Debian $SUITE: use bazelisk"; }
  version=$(awk '$2 ~ /^bazel-bootstrap_/ { split($2, a, "_"); sub(/[+~-].*/, "", a[2]); print a[2] }' "$APT/uris")
  [ "${version%%.*}" = "${WANT%%.*}" ] ||
    die "Debian $SUITE has Bazel $version and .bazelversion says $WANT: use bazelisk, or set FLYWHEEL_DEBIAN_MIRROR" \
      "to an archive that has Bazel ${WANT%%.*} (http://snapshot.debian.org/archive/debian/DATE)"
  echo "$version" >"$PLACE/version"
  say "Bazel $version from $MIRROR"
  debian_unpack
}

# Absolute /usr/share/java paths that a jar's manifest adds to the class path.
manifest_jars() {
  private "$ROOT/usr/bin/unzip" -p "$1" META-INF/MANIFEST.MF 2>/dev/null | tr -d '\r' | awk '
    /^Class-Path:/ { f = 1; v = substr($0, 12); next }
    f && /^ / { v = v substr($0, 2); next }
    { f = 0 }
    END { n = split(v, a, " "); for (i = 1; i <= n; i++) if (a[i] ~ "^/") print a[i] }' ||
    return 0 # no manifest
}

# The server's class path: Debian's list and what those jars' manifests name, breadth
# first, re-rooted. (Jars of packages that were left out are not needed at run time.)
class_path() {
  local list=$BASE/bazel_classpath_debian_depends.txt jar
  local -a queue=() next=()
  local -A seen=()
  # Debian's jar has no build label: the server would call itself a development version
  # and native.bazel_version would be empty, which misleads bazel_features.
  mkdir -p "$BASE/build-data"
  echo "build.label=$(cat "$BASE/build-label.txt")" >"$BASE/build-data/build-data.properties"
  mapfile -t queue < <(tr -s ' ' '\n' <"$list")
  echo "$BASE/build-data" >"$list.new"
  while [ ${#queue[@]} -gt 0 ]; do
    next=()
    for jar in "${queue[@]}"; do
      [ -z "${seen[$jar]:-}" ] && [ -e "$ROOT$jar" ] || continue
      seen[$jar]=1
      echo "$ROOT$jar" >>"$list.new"
      mapfile -t -O "${#next[@]}" next < <(manifest_jars "$ROOT$jar")
    done
    queue=("${next[@]}")
  done
  mv "$list.new" "$list"
}

relocate_bazel() {
  local java exe
  say "relocating"
  BASE=$ROOT/usr/share/bazel # the install base
  java=$(find "$ROOT/usr/lib/jvm" -type f -path '*/bin/java' -print -quit)
  JAVA_HOME=${java%/bin/java}
  relocate "$ROOT/usr/bin/bazel" "$java" "$JAVA_HOME/lib/jspawnhelper"
  for exe in "$ROOT/usr/libexec/$TRIPLET/bazel"/*; do [ ! -f "$exe" ] || relocate "$exe"; done
  class_path
  # JNI libraries are looked up in the install base; without this one the compact
  # execution log crashes the server.
  ln -sfn "$LIB/libzstd-jni.so" "$BASE/libzstd-jni.so"
  ln -sfn "$JAVA_HOME" "$PLACE/java"
  cat >"$PLACE/bin/bazel" <<WRAP
#!/bin/sh
# Debian's Bazel from a private root (tools/bootstrap/bazel.sh).
exec '$ROOT/usr/bin/bazel' --nosystem_rc --install_base='$BASE' --trust_install_base \\
  --server_javabase='$JAVA_HOME' "\$@"
WRAP
  chmod +x "$PLACE/bin/bazel"
}

modules() {
  local m
  sed -n "s|^common --override_module=\([^=]*\)=/usr/share/bazel/|\1=$BASE/|p" "$ROOT/etc/bazel/bazelrc"
  for m in rules_shell=rules/shell rules_pkg=rules/pkg stardoc=tools/stardoc bazel_lib=tools/bazel_lib \
    aspect_bazel_lib=tools/aspect_bazel_lib; do
    [ ! -f "$BASE/${m#*=}/MODULE.bazel" ] || echo "${m%%=*}=$BASE/${m#*=}"
  done
}

# Client, server (JRE, jars, JNI) and the embedded tools really run.
verify() {
  local try=$APT/verify b
  say "verifying"
  "$BASE/process-wrapper" /bin/true || die "Bazel's process-wrapper does not run"
  mkdir -p "$try"
  echo 'module(name = "verify")' >"$try/MODULE.bazel"
  b=("$PLACE/bin/bazel" --ignore_all_rc_files --output_user_root="$APT/out" --max_idle_secs=15
    --local_startup_timeout_secs=60)
  # (Descriptor 9 is the lock; the server must not keep it.)
  (cd "$try" && "${b[@]}" info release >"$APT/log" 2>&1 9>&-) ||
    { cat "$APT/log" "$APT"/out/*/java.log >&2; die "Bazel's server does not run"; }
  (cd "$try" && "${b[@]}" shutdown) 2>/dev/null
}

open_cache
place bazel "${WANT%%.*}"
if ! place_ready; then
  lock bazel
  if ! place_ready; then
    need_space 800
    place_begin
    fetch
    relocate_bazel
    modules >"$PLACE/modules"
    verify
    place_end bazel
    say "Bazel $(cat "$PLACE/version") is ready, $(du -sm "$PLACE" | cut -f1) MB in $PLACE"
  fi
fi
echo "$PLACE/bin/bazel"
