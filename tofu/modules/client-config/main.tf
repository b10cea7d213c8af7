locals {
  bazelrc = var.bazel == null ? [] : concat(
    [
      "common --remote_cache=${var.bazel.url}",
      "common --remote_upload_local_results=${var.bazel.upload}",
      "common --remote_timeout=${var.bazel.timeout_seconds}s",
      "common --remote_local_fallback",
    ],
    startswith(var.bazel.url, "grpc") ? ["common --remote_cache_compression"] : [],
    var.bazel.upload ? [] : ["common:ci --remote_upload_local_results=true"],
    # The helper is asked only for the cache's own host. Bazel reads the file like a shell.
    var.bazel.credential_helper == null ? [] : [
      "common --credential_helper=${regex("://([^/:]+)", var.bazel.url)[0]}=${replace(var.bazel.credential_helper, "/([\\s\"'\\\\#])/", "\\$1")}",
    ],
  )

  # Ordered by name, so that the file changes only when a cache does.
  nix_substituters = var.nix == null ? [] : [for name in sort(keys(var.nix.substituters)) : var.nix.substituters[name]]

  nix_conf = var.nix == null ? [] : concat(
    [
      "extra-substituters = ${join(" ", local.nix_substituters[*].url)}",
      "extra-trusted-public-keys = ${join(" ", local.nix_substituters[*].public_key)}",
      "connect-timeout = ${var.nix.connect_timeout_seconds}",
      "fallback = true",
    ],
    var.nix.netrc_file == null ? [] : ["netrc-file = ${var.nix.netrc_file}"],
  )

  files = {
    for path, lines in {
      ".bazelrc"             = local.bazelrc
      ".config/nix/nix.conf" = local.nix_conf
    } : path => "${join("\n", lines)}\n" if length(lines) > 0
  }
}
