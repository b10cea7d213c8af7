#!/bin/sh
# Sets a running Nexus up: its EULA, anonymous access, realms, the S3 blob store and repositories. What is there is set as it is asked for;
# nothing is deleted. Any answer that was not expected ends it; running it again changes nothing.
#
# NEXUS_URL      of Nexus, without / at the end
# ADMIN_DIR      has the file password, of the user admin
# BLOBSTORE_DIR  has access-key and secret-key for S3; - where pods have a role of their own
# ACCEPT_EULA    true: the one who deploys it accepts Sonatype's Community Edition EULA. For other editions: none
# SETTINGS_DIR   has anonymous.json, realms.json (a list), blobstore.json, in which @ACCESS_KEY@ and @SECRET_KEY@ stand for the keys, and
#                repositories.tsv: a line for each, fields divided by tabs: format, type, name, file of SETTINGS_DIR. Groups come last
# WAIT_SECONDS   how long Nexus may take to start
set -eu
umask 077

: "${NEXUS_URL:?}" "${ADMIN_DIR:?}" "${BLOBSTORE_DIR:?}" "${ACCEPT_EULA:?}" "${SETTINGS_DIR:?}" "${WAIT_SECONDS:?}"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
api=$NEXUS_URL/service/rest/v1

die() {
  printf 'bootstrap: %s\n' "$*" >&2
  exit 1
}

# Secrets go through files: everyone on the node can read command lines.
[ -s "$ADMIN_DIR/password" ] || die "$ADMIN_DIR/password is missing or empty"
printf 'user = "admin:%s"\n' "$(sed 's/[\\"]/\\&/g' "$ADMIN_DIR/password")" >"$work/curlrc"

# Sets $status, and leaves the answer in $work/answer.
request() { # method path [curl's options]
  method=$1 url=$api/$2
  shift 2
  : >"$work/answer"
  status=$(curl --disable --config "$work/curlrc" --silent --show-error --noproxy '*' --max-time 60 --request "$method" \
    --output "$work/answer" --write-out '%{http_code}' "$@" "$url") || die "$method $url: no answer"
}

expect() { # statuses
  case " $* " in
  *" $status "*) ;;
  *) die "$method $url answered $status: $(cat "$work/answer")" ;;
  esac
}

send() { # method path file statuses
  verb=$1 path=$2 body=$3
  shift 3
  request "$verb" "$path" --header 'Content-Type: application/json' --data-binary "@$body"
  expect "$@"
}

wait_for_nexus() {
  waited=0
  until [ "$(curl --disable --silent --noproxy '*' --max-time 10 --output /dev/null --write-out '%{http_code}' "$api/status/writable" || :)" = 200 ]; do
    [ "$waited" -lt "$WAIT_SECONDS" ] || die "$api/status/writable is not 200 after $waited s"
    sleep 2
    waited=$((waited + 2))
  done
}

# Nexus takes an acceptance only together with the text that it shows.
accept_eula() {
  request GET system/eula
  expect 200
  if grep -q '"accepted" *: *true' "$work/answer"; then
    printf 'EULA: accepted before\n'
    return
  fi
  sed 's/"accepted" *: *false/"accepted" : true/' "$work/answer" >"$work/eula"
  grep -q '"accepted" : true' "$work/eula" || die "system/eula is not understood: $(cat "$work/answer")"
  send POST system/eula "$work/eula" 200 204
  printf 'EULA: accepted\n'
}

# Prints a file as the inside of a JSON string.
json() { # file
  tr -d '\n' <"$1" | sed 's/[\\"]/\\&/g'
}

blob_store() {
  name=$(sed -n 's/.*"name":"\([^"]*\)".*/\1/p' "$SETTINGS_DIR/blobstore.json" | head -n 1)
  cp "$SETTINGS_DIR/blobstore.json" "$work/blobstore"
  if [ "$BLOBSTORE_DIR" != - ]; then
    [ -s "$BLOBSTORE_DIR/access-key" ] && [ -s "$BLOBSTORE_DIR/secret-key" ] || die "$BLOBSTORE_DIR has no access-key and secret-key"
    json "$BLOBSTORE_DIR/access-key" >"$work/access-key"
    json "$BLOBSTORE_DIR/secret-key" >"$work/secret-key"
    awk -v access="$work/access-key" -v secret="$work/secret-key" '
      function put(mark, value,   i) { while ((i = index($0, mark)) > 0) $0 = substr($0, 1, i - 1) value substr($0, i + length(mark)) }
      BEGIN { getline a <access; getline s <secret }
      { put("@ACCESS_KEY@", a); put("@SECRET_KEY@", s); print }' "$SETTINGS_DIR/blobstore.json" >"$work/blobstore"
  fi
  request GET "blobstores/s3/$name"
  expect 200 404
  if [ "$status" = 404 ]; then
    send POST blobstores/s3 "$work/blobstore" 201
    printf 'blob store %s: created\n' "$name"
  else
    send PUT "blobstores/s3/$name" "$work/blobstore" 204
    printf 'blob store %s: configured\n' "$name"
  fi
}

repository() { # format type name file
  request GET "repositories/$1/$2/$3"
  expect 200 404
  if [ "$status" = 404 ]; then
    send POST "repositories/$1/$2" "$SETTINGS_DIR/$4" 201
    printf 'repository %s: created\n' "$3"
  else
    send PUT "repositories/$1/$2/$3" "$SETTINGS_DIR/$4" 204
    printf 'repository %s: configured\n' "$3"
  fi
}

wait_for_nexus
case $ACCEPT_EULA in
true) accept_eula ;;
none) ;;
*) die "ACCEPT_EULA is $ACCEPT_EULA: without it Nexus gives out nothing" ;;
esac
send PUT security/anonymous "$SETTINGS_DIR/anonymous.json" 200
send PUT security/realms/active "$SETTINGS_DIR/realms.json" 200 204
blob_store
tab=$(printf '\t')
while IFS=$tab read -r format type name file || [ -n "$format" ]; do
  repository "$format" "$type" "$name" "$file"
done <"$SETTINGS_DIR/repositories.tsv"
