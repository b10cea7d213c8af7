# shellcheck shell=bash
# Sourced: programs from Debian's packages, in a directory of their own.
#
# Packages and all that they depend on are fetched with an isolated apt state (nothing
# is installed on the host, no root; apt verifies the archive's signature and every
# checksum), unpacked below $PLACE/root and relocated: programs are pointed at the
# glibc that came with them, so that they run on any host and inside sandboxes.
#
#   place NAME ...        PLACE = the directory for NAME; the rest, and these scripts, is its key
#   place_ready           was it completed before?
#   place_begin           empty it, but keep what an interrupted download left
#   debian_index P...     read the package index; the packages named here are left out
#   debian_resolve P...   can these packages be had?
#   debian_unpack         fetch and unpack what was resolved
#   relocate FILE...      point ELF programs at $LIB
#   place_end             mark it ready
#
# A place is built where it stays, because its path is written into its programs; it
# counts only once its "ready" file exists.
#
# Environment: FLYWHEEL_DEBIAN_MIRROR (default: the one of the host's apt sources),
# FLYWHEEL_DEBIAN_SUITE (sid), FLYWHEEL_DEBIAN_KEYRING.

SUITE=${FLYWHEEL_DEBIAN_SUITE:-sid}
KEYRING=${FLYWHEEL_DEBIAN_KEYRING:-/usr/share/keyrings/debian-archive-keyring.gpg}

place() {
  local name=$1 t
  for t in apt-get dpkg dpkg-deb tar xargs flock; do
    command -v "$t" >/dev/null ||
      die "no '$t': this is not a Debian-like system; install ${FALLBACK:-$name} yourself"
  done
  ARCH=$(dpkg --print-architecture)
  case $ARCH in
    amd64) TRIPLET=x86_64-linux-gnu LDSO=ld-linux-x86-64.so.2 ;;
    arm64) TRIPLET=aarch64-linux-gnu LDSO=ld-linux-aarch64.so.1 ;;
    *) die "architecture $ARCH: install ${FALLBACK:-$name} yourself" ;;
  esac
  PLACE=$CACHE/debian/$name-$({
    # shellcheck disable=SC2153  # set by the script that sources this
    cat "$BOOT/common.sh" "$BOOT/debian.sh" "$0"
    echo "$* $SUITE ${FLYWHEEL_DEBIAN_MIRROR:-} $CACHE $ARCH"
  } | digest)
  ROOT=$PLACE/root APT=$PLACE/apt LIB=$PLACE/root/usr/lib/$TRIPLET
}

place_ready() { [ -e "$PLACE/ready" ]; }

place_begin() {
  rm -rf "$ROOT" "${PLACE:?}/bin"
  mkdir -p "$ROOT" "$PLACE/bin" "$APT/lists/partial" "$APT/cache/archives/partial"
}

place_end() {
  chmod -R u+w "$APT"
  rm -rf "$APT"
  date >"$PLACE/ready.new"
  mv "$PLACE/ready.new" "$PLACE/ready"
  keep_newest 2 "$CACHE/debian" "$1-"
}

# The mirror that the host's own apt is set up with.
debian_mirror() {
  local mirror=${FLYWHEEL_DEBIAN_MIRROR:-}
  # shellcheck disable=SC2016  # apt's own placeholders
  [ -n "$mirror" ] || mirror=$(apt-get indextargets --format '$(REPO_URI) $(COMPONENT)' 'Identifier: Packages' 2>/dev/null |
    awk '!n && $2 == "main" && $1 ~ /\/debian\/?$/ { print $1; n = 1 }') || mirror=
  echo "${mirror:-http://deb.debian.org/debian}"
}

# debian_config PACKAGE...: those are declared as installed, so that apt leaves them
# and what they alone need out: a small closure, robust against renames.
debian_config() {
  local p
  for p; do
    printf 'Package: %s\nStatus: install ok installed\nMaintainer: none <none@localhost>\n' "$p"
    printf 'Architecture: %s\nMulti-Arch: foreign\nVersion: 9999:0\nDescription: left out\n\n' "$ARCH"
  done >"$APT/status"
  echo "deb [signed-by=$KEYRING arch=$ARCH] $MIRROR $SUITE main" >"$APT/sources.list"
  # Valid-Until: a mirror may lag behind; the signature is checked all the same.
  cat >"$APT/apt.conf" <<CONF
Dir::Etc::sourcelist "$APT/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::State "$APT";
Dir::State::lists "$APT/lists";
Dir::State::status "$APT/status";
Dir::Cache "$APT/cache";
Dir::Log "$APT";
APT::Architecture "$ARCH";
APT::Architectures { "$ARCH"; };
APT::Install-Recommends "false";
APT::Sandbox::User "root";
APT::Keep-Downloaded-Packages "true";
DPkg::Post-Invoke "";
Binary::apt-get::DPkg::Post-Invoke "";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::IndexTargets::deb::CNF::DefaultEnabled "false";
Acquire::Check-Valid-Until "false";
Acquire::Retries "3";
APT::Update::Error-Mode "any";
Debug::NoLocking "true";
CONF
}

debian_index() {
  MIRROR=$(debian_mirror)
  [ -r "$KEYRING" ] || die "no $KEYRING: install debian-archive-keyring, or ${FALLBACK:-the program} yourself"
  debian_config "$@"
  say "reading the package index of Debian $SUITE"
  APT_CONFIG=$APT/apt.conf apt-get -qq update >"$APT/log" 2>&1 && return
  cat "$APT/log" >&2
  die "no package index from $MIRROR: name a Debian mirror in FLYWHEEL_DEBIAN_MIRROR, or install ${FALLBACK:-the program} yourself"
}

debian_resolve() {
  WANTED=(patchelf libc6 "$@")
  # (With the archives elsewhere, or what an earlier try has fetched would not be listed.)
  mkdir -p "$APT/none/partial"
  APT_CONFIG=$APT/apt.conf apt-get -o "Dir::Cache::archives=$APT/none" install -y --print-uris \
    --no-install-recommends "${WANTED[@]}" >"$APT/uris" 2>"$APT/log"
}

debian_unpack() {
  say "downloading $(awk "/^'/ { n++; s += \$3 } END { printf \"%d packages, %.0f MB\", n, s / 1e6 }" "$APT/uris")"
  APT_CONFIG=$APT/apt.conf apt-get -qq install -y --download-only --no-install-recommends "${WANTED[@]}" \
    >"$APT/log" 2>&1 || { cat "$APT/log" >&2; die "download from $MIRROR: try again"; }
  say "unpacking"
  # shellcheck disable=SC2016  # expanded by the inner bash
  # (Only what was resolved now: an earlier try may have left other versions.)
  awk "/^'/ { print \$2 }" "$APT/uris" | sed "s|^|$APT/cache/archives/|" |
    ROOT=$ROOT xargs -n 1 -P "$(nproc)" bash -euo pipefail -c '
      dpkg-deb --fsys-tarfile "$0" | tar -x -C "$ROOT" --no-same-owner \
        --exclude=./usr/share/doc --exclude=./usr/share/man --exclude=./usr/share/maven-repo \
        --exclude=./usr/share/lintian --exclude=./usr/share/locale --exclude="./usr/lib/*/gconv" \
        --exclude="./usr/lib/jvm/*/man"' || die "unpacking into $ROOT"
  find "$ROOT" -type f -perm /6000 -exec chmod ug-s {} +
  rm -rf "$APT/cache" "$APT/lists"
  [ -e "$LIB/$LDSO" ] || die "no $LIB/$LDSO in Debian's libc6"
  # Absolute links would lead out of the place.
  find "$ROOT" -type l -lname '/*' -printf '%p\t%l\n' | while IFS=$'\t' read -r link target; do
    if [ -e "$ROOT$target" ] || [ -L "$ROOT$target" ]; then ln -sfn "$ROOT$target" "$link"; fi
  done
}

# private PROGRAM ARGS...: runs a program that is not relocated.
private() { "$LIB/$LDSO" --library-path "$LIB" "$@"; }

relocate() {
  local exe old
  for exe; do
    [ -f "$exe" ] || die "the packages have no $exe"
    old=$(private "$ROOT/usr/bin/patchelf" --print-rpath "$exe") || die "no ELF program: $exe"
    private "$ROOT/usr/bin/patchelf" --force-rpath --set-rpath "${old:+$old:}$LIB" \
      --set-interpreter "$LIB/$LDSO" "$exe" || die "relocating $exe"
  done
}
