# shellcheck shell=bash
# Sourced by the scripts of this directory: the cache, messages, locks.
set -euo pipefail
export LC_ALL=C

PROG=${FLYWHEEL_PROG:-${0##*/}} # whose name the messages carry
SECONDS=0

say() { printf '%s: [%3ds] %s\n' "$PROG" "$SECONDS" "$*" >&2; }
die() { printf '%s: error: %s\n' "$PROG" "$*" >&2; exit 3; }

# open_cache: CACHE becomes the absolute path of the one directory that everything
# made here lies in.
open_cache() {
  CACHE=${FLYWHEEL_CACHE_DIR:-}
  [ -n "$CACHE" ] || CACHE=${XDG_CACHE_HOME:-${HOME:?set HOME or FLYWHEEL_CACHE_DIR}/.cache}/flywheel
  mkdir -p "$CACHE/locks" || die "no cache directory $CACHE: set FLYWHEEL_CACHE_DIR to one that can be written"
  CACHE=$(cd "$CACHE" && pwd -P)
  case $CACHE in *[[:space:]\'\"\\]*) die "white space or quotes in $CACHE: set FLYWHEEL_CACHE_DIR to a plainer path" ;; esac
}

# lock NAME: one process at a time; freed when this one and its children have ended.
lock() {
  exec 9>"$CACHE/locks/$1" || die "cannot write $CACHE/locks: set FLYWHEEL_CACHE_DIR"
  flock --nonblock 9 && return
  say "waiting for another process that prepares $1"
  flock 9
}

# need_space MEGABYTES: better now than by half an archive.
need_space() {
  local free
  free=$(df -Pk "$CACHE" | awk 'NR == 2 { print int($4 / 1024) }')
  [ "$free" -ge "$1" ] ||
    die "$free MB free in $CACHE, $1 MB needed: make room or set FLYWHEEL_CACHE_DIR"
}

# keep_newest COUNT DIR PREFIX: removes the older ones of DIR/PREFIX*.
keep_newest() {
  find "$2" -mindepth 1 -maxdepth 1 -name "$3*" -printf '%T@\t%p\n' | sort -rn |
    tail -n +$(($1 + 1)) | cut -f2- | while read -r old; do
    chmod -R u+w "$old"
    rm -rf "$old"
  done
}

# digest: a short name for what stdin holds.
digest() { sha256sum | cut -c1-16; }
