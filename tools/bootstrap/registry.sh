#!/usr/bin/env bash
# registry.sh OUT WORKSPACE_MODULE_FILES... -- MORE_MODULE_FILES... < "NAME=DIR" lines
#
# Writes a Bazel registry (for --registry=file://OUT) that serves every module named on
# stdin from its local directory, at every version that a given MODULE.bazel file, or
# one of the modules themselves, asks for. So MODULE.bazel keeps ordinary bazel_dep lines.
# stderr: what the workspaces ask for and the registry does not have.
set -euo pipefail
export LC_ALL=C
out=$1
shift
declare -A dir seen
while IFS='=' read -r name path; do dir[$name]=$path; done

# "VERSION NAME" of each bazel_dep in a MODULE.bazel file (versionless ones are skipped).
deps() {
  sed 's/#.*//' "$1" | tr '\n' ' ' | grep -o 'bazel_dep([^)]*)' |
    sed -n 's/.*[( ,]name *= *"\([^"]*\)".*/& \1/; s/.*[( ,]version *= *"\([^"]*\)".* \([^ ]*\)$/\1 \2/p' ||
    [ $? = 1 ] # grep: none
}

# serve NAME VERSION: the module's own file, but naming the version asked for.
serve() {
  local m=$out/modules/$1/$2
  mkdir -p "$m"
  awk -v v="$2" '
    !done && /^module\(/ { inmod = 1 }
    inmod {
      buf = buf $0 "\n"
      if ($0 ~ /\)[ \t]*(#.*)?$/ && $0 !~ /^[ \t]*#/) {
        gsub(/(^|\n)[ \t]*#[^\n]*/, "", buf)
        gsub(/[ \t]version *= *"[^"]*" *,?/, " ", buf)
        gsub(/[( ,]bazel_compatibility *= *\[[^]]*\] *,?/, " ", buf)
        sub(/^module\(/, "module(version = \"" v "\", ", buf)
        printf "%s", buf; inmod = 0; done = 1
      }
      next
    }
    { print }' "${dir[$1]}/MODULE.bazel" >"$m/MODULE.bazel"
  printf '{"type": "local_path", "path": "%s"}\n' "${dir[$1]}" >"$m/source.json"
}

overridden() { grep -q "_override(.*\"$2\"\|module_name *= *\"$2\"" "$1"; }

rm -rf "$out"
mkdir -p "$out/modules"
echo '{}' >"$out/bazel_registry.json"
workspace=1
for file in "$@" "${dir[@]/%//MODULE.bazel}"; do
  if [ "$file" = -- ]; then workspace=; continue; fi
  while read -r version name; do
    [ -z "${seen[$name@$version]:-}" ] || continue
    if [ -n "${dir[$name]:-}" ]; then
      serve "$name" "$version"
      seen[$name@$version]=1
    elif [ -n "$workspace" ] && ! overridden "$file" "$name"; then
      echo "$file asks for the Bazel module $name $version, which cannot be had offline" >&2
    fi
  done < <(deps "$file")
done
