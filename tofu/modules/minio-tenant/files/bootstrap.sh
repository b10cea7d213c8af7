#!/bin/sh
# Makes MinIO's buckets as BUCKETS_FILE says, with quota, versioning and expiry, and for each a user who may use it and
# nothing else. Deletes no bucket and no user. Any error ends it; running it again changes nothing.
# Needs mc, and nothing else but the shell: images of mc have little more.
#
# MINIO_URL      of MinIO, without / at the end
# BUCKETS_FILE   a line for each bucket, fields divided by tabs: key, bucket, quota in MiB, versioning (on, off),
#                object lock (on, off), days until objects expire (-: never)
# POLICY_DIR     directory with <key>.json, the policy of the bucket's user
# ROOT_DIR       directory with user and password of MinIO's administrator
# USERS_DIR      directory with <key>/user and <key>/password of the bucket's user
# MC_CONFIG_DIR  directory for mc's configuration, credentials among it: in memory
# CA_FILE        certificate of the authority of MINIO_URL's; unset: the system's
set -eu
umask 077

: "${MINIO_URL:?}" "${BUCKETS_FILE:?}" "${POLICY_DIR:?}" "${ROOT_DIR:?}" "${USERS_DIR:?}" "${MC_CONFIG_DIR:?}"
export MC_CONFIG_DIR

die() {
  printf 'bootstrap: %s\n' "$*" >&2
  exit 1
}

# Prints the first line of a file. Secrets go through files and pipes: everyone on the node can read command lines.
line() { # file
  [ -r "$1" ] || die "$1 is missing"
  IFS= read -r content <"$1" || [ -n "$content" ] || die "$1 is empty"
  printf '%s\n' "$content"
}

connect() {
  mkdir -p "$MC_CONFIG_DIR/certs/CAs"
  if [ -n "${CA_FILE:-}" ]; then
    cat "$CA_FILE" >"$MC_CONFIG_DIR/certs/CAs/minio.crt"
  fi
  user=$(line "$ROOT_DIR/user")
  password=$(line "$ROOT_DIR/password")
  printf '%s\n%s\n' "$user" "$password" | mc alias set store "$MINIO_URL" --api S3v4 --path on >/dev/null
  # "alias set" does not ask the server; this does, as the administrator.
  attempts=${CONNECT_ATTEMPTS:-60}
  until mc admin user list store >/dev/null; do
    attempts=$((attempts - 1))
    [ "$attempts" -gt 0 ] || die "$MINIO_URL does not answer, or does not know the administrator of $ROOT_DIR"
    sleep 2
  done
}

make_bucket() { # bucket lock
  if [ "$2" = on ]; then
    mc mb --ignore-existing --with-lock "store/$1"
    # A bucket that is there stays as it is, and mc says nothing of it.
    case $(mc stat --json "store/$1") in
    *'"ObjectLock":{"enabled":"Enabled"'*) ;;
    *) die "bucket $1 exists without object lock, which only a new bucket can have: copy what is in it into another" ;;
    esac
  else
    mc mb --ignore-existing "store/$1"
  fi
}

# The file as a whole: running it again does not add a second rule.
set_expiry() { # bucket days
  if [ "$2" = - ]; then
    if mc ilm rule export "store/$1" >/dev/null 2>&1; then
      printf 'bucket %s: removes an expiry that must not be there\n' "$1" >&2
      mc ilm rule remove --all --force "store/$1"
    fi
    return
  fi
  printf '{"Rules":[{"ID":"expire","Status":"Enabled","Filter":{"Prefix":""},"Expiration":{"Days":%s}}]}' "$2" |
    mc ilm rule import "store/$1"
}

# Prints the names of the user's policies, with commas between them.
policies_of() { # user
  answer=$(mc admin user info --json store "$1")
  case $answer in
  *'"policyName":"'*)
    answer=${answer#*'"policyName":"'}
    printf '%s' "${answer%%'"'*}"
    ;;
  esac
}

# A policy's name never is that of one of MinIO's own.
set_user() { # key
  user=$(line "$USERS_DIR/$1/user")
  password=$(line "$USERS_DIR/$1/password")
  policy=bucket-$user
  printf '%s\n%s\n' "$user" "$password" | mc admin user add store >/dev/null
  mc admin policy create store "$policy" "$POLICY_DIR/$1.json" >/dev/null
  attached=$(policies_of "$user")
  case $attached in
  "$policy") return ;;
  '') ;;
  *)
    # Somebody gave it more than is its due.
    rest=$attached
    while [ -n "$rest" ]; do
      name=${rest%%,*}
      [ "$name" = "$policy" ] || mc admin policy detach store "$name" --user "$user" >/dev/null
      case $rest in
      *,*) rest=${rest#*,} ;;
      *) rest= ;;
      esac
    done
    case ,$attached, in
    *",$policy,"*) return ;;
    esac
    ;;
  esac
  mc admin policy attach store "$policy" --user "$user" >/dev/null
}

bootstrap() { # key bucket quota versioning lock expiry
  make_bucket "$2" "$5" >/dev/null
  case $4 in
  on) mc version enable "store/$2" >/dev/null ;;
  off) [ "$5" = on ] || mc version suspend "store/$2" >/dev/null ;;
  *) die "$BUCKETS_FILE: versioning of $1 is neither on nor off: $4" ;;
  esac
  mc quota set "store/$2" --size "$3MiB" >/dev/null
  set_expiry "$2" "$6" >/dev/null
  set_user "$1"
  printf 'bucket %s: %s MiB, versioning %s, expiry %s\n' "$2" "$3" "$4" "$6"
}

connect
tab=$(printf '\t')
count=0
while IFS=$tab read -r key bucket quota versioning lock expiry || [ -n "${key:-}" ]; do
  [ -n "${expiry:-}" ] || die "$BUCKETS_FILE: a line has fewer than six fields: $key"
  bootstrap "$key" "$bucket" "$quota" "$versioning" "$lock" "$expiry" </dev/null
  count=$((count + 1))
done <"$BUCKETS_FILE"
[ "$count" -gt 0 ] || die "$BUCKETS_FILE has no buckets"
