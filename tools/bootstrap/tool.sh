#!/usr/bin/env bash
# tool.sh curl|dnf5|nix|nginx|pip|shellcheck: a program that tests need.
#
# stdout: its path: the one on PATH (nginx: if it has the DAV module), else Debian's,
# unpacked in the user's cache (FLYWHEEL_CACHE_DIR, or flywheel below XDG_CACHE_HOME or
# ~/.cache) and relocated; nothing is installed, no root. FLYWHEEL_TOOL_PATH=0 passes
# PATH over. Progress on stderr. Exit codes: 0 ok, 2 usage, 3 could not.
#
# These programs run from any directory, in a sandbox, with HOME unset, and as any user
# who can read the cache.
#
# nix: all the nix-* commands are beside it. Its configuration directory (unless
#   NIX_CONF_DIR is set) turns nix-command and flakes on, has no build users and no
#   substituters, gives sandboxes their /bin/sh and lets them run inside another sandbox.
#   The host's Nix has its own: pass these explicitly:
#     --extra-experimental-features nix-command --option substituters '' …
#   No /nix is needed with a store root of one's own:
#     nix --store DIR store add FILE
#     nix --store DIR copy --to file:///CACHE PATH         (or http://…)
#     nix --store DIR2 --option trusted-public-keys KEY copy --from URL PATH
#     nix --store DIR build -f x.nix                       (sandboxed: needs user namespaces)
#   Paths of "store add" are content-addressed and accepted with no signature at all: a
#   test of signatures needs a built path. Keys: nix key generate-secret. (nix-store wants /nix.)
#   or, built without any sandbox, with a store directory of another name:
#     NIX_STORE_DIR=D/store NIX_STATE_DIR=D/var NIX_LOG_DIR=D/log nix build --option sandbox false …
#   In tests set HOME to a temporary directory, or ~/.cache/nix is written.
# dnf5: createrepo_c, rpmbuild, rpmkeys, rpmsign and gpg are beside it.
# pip: ansible-config is beside it.
# nginx: has no use for /etc/nginx: start it with -p DIR -c FILE -e stderr, and name every
#   *_temp_path, the pid and the logs in FILE.
set -euo pipefail
BOOT=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=common.sh
. "$BOOT/common.sh"
# shellcheck source=debian.sh
. "$BOOT/debian.sh"

usage() { sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p;}' "$0"; }

# suitable PATH: can the host's program do what is needed?
suitable() {
  case $NAME in
    nginx) "$1" -V 2>&1 | grep -q -- --with-http_dav_module ;;
    # What is beside these must be there too.
    dnf5 | pip) [ "$1" = "${PLACE-}/bin/$NAME" ] && "$1" --version >/dev/null 2>&1 ;;
    *) "$1" --version >/dev/null 2>&1 ;;
  esac
}

# get PACKAGES LEFT_OUT: unpacks the packages.
get() {
  local -a packages left_out
  read -ra packages <<<"$1"
  read -ra left_out <<<"$2"
  debian_index "${left_out[@]}"
  debian_resolve "${packages[@]}" || { cat "$APT/log" >&2; die "no ${packages[*]} in Debian $SUITE: install $NAME yourself"; }
  debian_unpack
}

get_nix() {
  local link
  get nix-bin 'perl libdbd-sqlite3-perl libwww-curl-perl xz-utils bzip2 curl debconf passwd openssl-provider-legacy'
  relocate "$ROOT/usr/bin/nix"
  mkdir -p "$PLACE/etc"
  cat >"$PLACE/etc/nix.conf" <<CONF
experimental-features = nix-command flakes
build-users-group =
substituters =
require-drop-supplementary-groups = false
sandbox-paths = /bin/sh=$ROOT/usr/bin/bash-static
CONF
  # (The program tells its commands apart by the name it is called by.)
  for link in "$ROOT"/usr/bin/nix "$ROOT"/usr/bin/nix-*; do
    cat >"$PLACE/bin/${link##*/}" <<WRAP
#!/bin/sh
NIX_CONF_DIR="\${NIX_CONF_DIR:-$PLACE/etc}" exec '$link' "\$@"
WRAP
  done
  chmod +x "$PLACE/bin"/*
}

get_curl() {
  get curl 'openssl-provider-legacy publicsuffix'
  relocate "$ROOT/usr/bin/curl"
  ln -s ../root/usr/bin/curl "$PLACE/bin/curl"
}

get_nginx() {
  get nginx 'debconf openssl-provider-legacy'
  relocate "$ROOT/usr/sbin/nginx"
  ln -s ../root/usr/sbin/nginx "$PLACE/bin/nginx"
}

# wrap NAME COMMAND: a program of the place; COMMAND may set variables first.
wrap() {
  printf '#!/bin/sh\n%s "$@"\n' "$2" >"$PLACE/bin/$1"
  chmod +x "$PLACE/bin/$1"
}

# loaded PROGRAM: the command that starts it by the loader, for what does not survive patchelf.
loaded() { printf "exec '%s' --library-path '%s' '%s'" "$LIB/$LDSO" "$LIB" "$1"; }

get_shellcheck() {
  get shellcheck ''
  wrap shellcheck "$(loaded "$ROOT/usr/bin/shellcheck")"
}

get_pip() {
  local name
  get 'python3-pip ansible-core' 'bzip2 debconf ieee-data media-types netbase openssh-client openssl-provider-legacy perl
    python3-bcrypt python3-dnspython python3-netaddr systemd tzdata wget'
  for name in pip ansible-config; do
    wrap "$name" "PYTHONHOME='$ROOT/usr' PYTHONNOUSERSITE=1 PYTHONDONTWRITEBYTECODE=1 $(loaded "$(readlink -f "$ROOT/usr/bin/python3")") '$ROOT/usr/bin/$name'"
  done
}

get_dnf5() {
  local name
  get 'dnf5 createrepo-c rpm gpg gpg-agent' 'dbus debconf media-types openssl-provider-legacy perl systemd tzdata'
  for name in dnf5 createrepo_c rpmbuild rpmkeys rpmsign gpg gpg-agent gpgconf; do
    relocate "$(readlink -f "$ROOT/usr/bin/$name")"
    wrap "$name" "RPM_CONFIGDIR='$ROOT/usr/lib/rpm' exec '$ROOT/usr/bin/$name'"
  done
  # gpg looks for its agent where Debian has it.
  wrap gpg "exec '$ROOT/usr/bin/gpg' --agent-program '$PLACE/bin/gpg-agent'"
}

NAME=${1:-}
case $NAME in
  curl | dnf5 | nix | nginx | pip | shellcheck) ;;
  -h | --help) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac
if [ "${FLYWHEEL_TOOL_PATH:-1}" = 1 ] && path=$(command -v "$NAME") && suitable "$path"; then
  echo "$path"
  exit 0
fi
open_cache
place "$NAME"
if ! place_ready; then
  lock "$NAME"
  if ! place_ready; then
    need_space 300
    place_begin
    "get_$NAME"
    suitable "$PLACE/bin/$NAME" || die "the relocated $PLACE/bin/$NAME does not run"
    place_end "$NAME"
    say "$NAME is ready, $(du -sm "$PLACE" | cut -f1) MB in $PLACE"
  fi
fi
echo "$PLACE/bin/$NAME"
