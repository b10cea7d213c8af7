#!/bin/sh
# Makes Attic's caches as CACHES_FILE says, sets what is set otherwise, and writes their public keys into
# a ConfigMap. Deletes nothing. Any answer but 2xx ends it; running it again changes nothing.
#
# ATTIC_URL         of Attic, without / at the end
# ATTIC_TOKEN_FILE  file with a token that may read, create and configure the caches, and their retention
# CACHES_FILE       a line for each cache, fields divided by tabs: name, retention in seconds (0: for ever),
#                   directory whose file keypair has the signing key (-: Attic makes one), settings (JSON object)
# KUBERNETES_URL    of the Kubernetes API, without / at the end
# KUBERNETES_DIR    directory with token and ca.crt for it
# NAMESPACE, CONFIG_MAP  where the public keys go, under the caches' names, "." for "+"
set -eu
umask 077

: "${ATTIC_URL:?}" "${ATTIC_TOKEN_FILE:?}" "${CACHES_FILE:?}"
: "${KUBERNETES_URL:?}" "${KUBERNETES_DIR:?}" "${NAMESPACE:?}" "${CONFIG_MAP:?}"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

die() {
  printf 'bootstrap: %s\n' "$*" >&2
  exit 1
}

# Secrets go through files: everyone on the node can read command lines.
authorize() { # header-file token-file
  [ -s "$2" ] || die "$2 is missing or empty: there is no token"
  printf 'Authorization: Bearer %s\n' "$(cat "$2")" >"$1"
}

# Sets $status, and leaves the answer in $work/answer.
request() { # header-file method url [curl's options]
  header=$1 method=$2 url=$3
  shift 3
  : >"$work/answer"
  status=$(curl --disable --silent --show-error --noproxy '*' --max-time 60 --request "$method" --header "@$header" \
    --output "$work/answer" --write-out '%{http_code}' "$@" "$url") || die "$method $url: no answer"
}

succeeded() {
  case $status in
  2??) ;;
  *) die "$method $url answered $status: $(cat "$work/answer")" ;;
  esac
}

# Sends $work/body.
send() { # header-file method url content-type
  request "$1" "$2" "$3" --header "Content-Type: $4" --data-binary "@$work/body"
  succeeded
}

# Prints the JSON string of Attic's signing key, or the word by which Attic makes one.
keypair() { # directory or -
  if [ "$1" = - ]; then
    printf '"Generate"'
    return
  fi
  key=$(cat "$1/keypair")
  case $key in
  '' | *[!A-Za-z0-9._+:/=-]*) die "$1/keypair is not <name>:<base64>" ;;
  esac
  printf '{"Keypair":"%s"}' "$key"
}

# Attic takes the retention only by PATCH, and a new cache needs all settings.
create() { # url key-directory settings
  pair=$(keypair "$2")
  printf '{"keypair":%s,"store_dir":"/nix/store",%s' "$pair" "${3#\{}" >"$work/body"
  send "$work/attic" POST "$1" application/json
}

configure() { # url key-directory settings retention
  pair=
  [ "$2" = - ] || pair="\"keypair\":$(keypair "$2"),"
  printf '{%s"retention_period":{"Period":%s},%s' "$pair" "$4" "${3#\{}" >"$work/body"
  send "$work/attic" PATCH "$1" application/json
}

# Prints the public key in the answer.
public_key() { # cache
  key=$(sed -n 's/.*"public_key" *: *"\([^"]*\)".*/\1/p' "$work/answer")
  case $key in
  '' | *[!A-Za-z0-9._+:/=-]*) die "Attic tells no public key of $1: $(cat "$work/answer")" ;;
  esac
  printf '%s' "$key"
}

bootstrap() { # name retention key-directory settings
  url=$ATTIC_URL/_api/v1/cache-config/$1
  request "$work/attic" GET "$url"
  case $status in
  404)
    create "$url" "$3" "$4"
    outcome=created
    ;;
  *)
    succeeded
    outcome=configured
    ;;
  esac
  configure "$url" "$3" "$4" "$2"
  request "$work/attic" GET "$url"
  succeeded
  key=$(public_key "$1")
  printf '%s"%s":"%s"' "$comma" "$(printf %s "$1" | tr + .)" "$key" >>"$work/keys"
  comma=,
  printf 'cache %s: %s, %s seconds, %s\n' "$1" "$outcome" "$2" "$key"
}

authorize "$work/attic" "$ATTIC_TOKEN_FILE"
authorize "$work/kubernetes" "$KUBERNETES_DIR/token"

comma=
: >"$work/keys"
tab=$(printf '\t')
while IFS=$tab read -r name retention key_directory settings || [ -n "$name" ]; do
  bootstrap "$name" "$retention" "$key_directory" "$settings"
done <"$CACHES_FILE"
[ -n "$comma" ] || die "$CACHES_FILE has no caches"

printf '{"data":{%s}}' "$(cat "$work/keys")" >"$work/body"
request "$work/kubernetes" PATCH "$KUBERNETES_URL/api/v1/namespaces/$NAMESPACE/configmaps/$CONFIG_MAP" \
  --cacert "$KUBERNETES_DIR/ca.crt" --header "Content-Type: application/merge-patch+json" --data-binary "@$work/body"
succeeded
