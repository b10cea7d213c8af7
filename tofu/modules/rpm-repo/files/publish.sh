#!/bin/sh
# Publishes RPM repositories: takes packages in, signs what is unsigned, makes and signs metadata in a directory of its own, and
# swaps a symbolic link to it. A publication that ends halfway leaves what clients see as it was.
#
# ROOT         of the volume: incoming/ (where packages are put), packages/ (all that are kept), versions/ and public/ (served)
# REPOS_FILE   a line for each repository, fields divided by tabs: name, releasever, arch
# SIGNING_DIR  has private.asc, the key without a passphrase, or with it in the file passphrase
# KEY_ID       fingerprint of that key
# KEEP         how many versions stay, the current one among them
set -eu
umask 022

: "${ROOT:?}" "${REPOS_FILE:?}" "${SIGNING_DIR:?}" "${KEY_ID:?}" "${KEEP:?}"

work=$(mktemp -d)
cleanup() {
  gpgconf --kill gpg-agent >/dev/null 2>&1 || :
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 1' HUP INT TERM

die() {
  printf 'publish: %s\n' "$*" >&2
  exit 1
}

# Two at once would each take the other's half-made version for their own.
exec 9>"$ROOT/.lock"
flock --nonblock 9 || die "another publication is under way"

gpg_program=$(command -v gpg) || die "no gpg"
# Its agent outlives a publication that is killed, and must not keep the lock.
gpg() { command gpg "$@" 9>&-; }

export GNUPGHOME="$work/gnupg"
mkdir -m 700 "$GNUPGHOME"
passphrase=/dev/null
[ ! -e "$SIGNING_DIR/passphrase" ] || passphrase=$SIGNING_DIR/passphrase

sign() { # gpg's arguments
  gpg --batch --yes --pinentry-mode loopback --passphrase-file "$passphrase" --local-user "$KEY_ID" "$@"
}

# Makes a file whole or not at all.
put() { # file, content on stdin
  mkdir -p "${1%/*}"
  cat >"$1.new"
  mv -f "$1.new" "$1"
}

gpg --batch --quiet --import "$SIGNING_DIR/private.asc" || die "$SIGNING_DIR/private.asc is no key"
gpg --batch --armor --export "$KEY_ID" >"$work/public.asc"
[ -s "$work/public.asc" ] || die "$SIGNING_DIR/private.asc has no key $KEY_ID"
mkdir "$work/rpmdb"
rpmkeys --dbpath "$work/rpmdb" --define "_tmppath $work" --import "$work/public.asc"

# Has this package a signature of our key?
signed() {
  rpmkeys --dbpath "$work/rpmdb" --define "_tmppath $work" --define '_pkgverify_level signature' --checksig "$1" >"$work/check" 2>&1
}

# Takes packages in. A name that does not end in .rpm is an upload under way.
take() { # incoming packages
  for file in "$1"/*.rpm; do
    [ -e "$file" ] || continue
    name=${file##*/}
    cp "$file" "$2/.$name.new"
    if ! signed "$2/.$name.new"; then
      rpmsign --define "_tmppath $work" --define "_gpg_name $KEY_ID" --define "_openpgp_sign_id $KEY_ID" --define "__gpg $gpg_program" \
        --define "_gpg_sign_cmd_extra_args --batch --pinentry-mode loopback --passphrase-file $passphrase" \
        --addsign "$2/.$name.new" >"$work/sign" 2>&1 9>&- || { cat "$work/sign" >&2; die "$file cannot be signed: no package, or damaged"; }
      signed "$2/.$name.new" || die "$file: $(cat "$work/check")"
    fi
    if [ -e "$2/$name" ] && ! cmp -s "$file" "$2/$name"; then
      printf 'publish: %s replaces another package of that name\n' "$file" >&2
    fi
    mv -f "$2/.$name.new" "$2/$name"
    rm -f "$file"
  done
}

# What a version is made of: when this is the same, nothing is to be done.
contents() { # packages
  (cd "$1" && find . -maxdepth 1 -name '*.rpm' ! -name '.*' -exec sha256sum {} + | sort -k 2)
  printf '%s\n' "$KEY_ID"
}

# Files of the metadata that repomd.xml names.
named() { # repodata
  sed -n 's/.*<location href="repodata\/\([^"/]*\)".*/\1/p' "$1/repomd.xml"
}

build() { # packages new-version current-version
  mkdir -p "$2"
  for file in "$1"/*.rpm; do
    [ ! -e "$file" ] || ln "$file" "$2/"
  done
  createrepo_c --quiet --general-compress-type=gz --no-database "$2" 2>"$work/createrepo" ||
    { cat "$work/createrepo" >&2; die "$1: no metadata"; }
  # Clients that read the old repomd.xml a moment ago ask for its files now.
  if [ -e "$3/repodata/repomd.xml" ]; then
    named "$3/repodata" | while read -r name; do
      [ -e "$2/repodata/$name" ] || ln "$3/repodata/$name" "$2/repodata/$name"
    done
  fi
  sign --armor --detach-sign --output "$2/repodata/repomd.xml.asc" "$2/repodata/repomd.xml"
  gpg --batch --quiet --verify "$2/repodata/repomd.xml.asc" "$2/repodata/repomd.xml" 2>"$work/verify" || { cat "$work/verify" >&2; die "$2: the signature is wrong"; }
  contents "$1" >"$2/.contents"
}

# Keeps the newest versions, never fewer than the current one.
prune() { # versions current
  find "$1" -mindepth 1 -maxdepth 1 -type d ! -name '.*' | sort -r | tail -n "+$((KEEP + 1))" | while read -r old; do
    [ "${old##*/}" = "$2" ] || rm -rf "$old"
  done
}

publish() { # name releasever arch
  path=$1/$2/$3
  packages=$ROOT/packages/$path versions=$ROOT/versions/$path link=$ROOT/public/$path
  mkdir -p "$ROOT/incoming/$path" "$packages" "$versions" "${link%/*}"
  # What a publication that was killed left behind.
  rm -rf "$versions"/.new.* "$packages"/.*.new "$link.new"
  take "$ROOT/incoming/$path" "$packages"
  current=
  [ ! -L "$link" ] || current=$(readlink "$link")
  current=${current##*/}
  if [ -n "$current" ] && contents "$packages" | cmp -s - "$versions/$current/.contents"; then
    printf '%s: unchanged\n' "$path"
    prune "$versions" "$current"
    return
  fi
  # Greater than all before, even if the clock has gone back.
  last=$(find "$versions" -mindepth 1 -maxdepth 1 -type d ! -name '.*' | sort | tail -n 1)
  last=${last##*/}
  number=$(printf '%s' "${last:-0}" | sed 's/^0*//')
  next=$(printf '%010d' $((${number:-0} + 1)))
  build "$packages" "$versions/.new.$next" "$versions/${current:-none}"
  mv "$versions/.new.$next" "$versions/$next"
  ln -s "../../../versions/$path/$next" "$link.new"
  sync
  mv -fT "$link.new" "$link"
  printf '%s: version %s\n' "$path" "$next"
  prune "$versions" "$next"
}

put "$ROOT/public/RPM-GPG-KEY" <"$work/public.asc"
tab=$(printf '\t')
while IFS=$tab read -r name releasever arch || [ -n "$name" ]; do
  publish "$name" "$releasever" "$arch"
done <"$REPOS_FILE"
