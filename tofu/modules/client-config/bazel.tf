locals {
  bazelrc = var.bazel == null ? [] : concat(
    [
      "common --remote_cache=${var.bazel.url}",
      "common --remote_upload_local_results=${var.bazel.upload}",
      "common --remote_timeout=${var.bazel.timeout_seconds}s",
      "common --remote_local_fallback",
    ],
    startswith(var.bazel.url, "grpc") ? ["common --remote_cache_compression"] : [],
    var.bazel.download_outputs == null ? [] : ["common --remote_download_outputs=${var.bazel.download_outputs}"],
    var.bazel.upload ? [] : ["common:ci --remote_upload_local_results=true"],
    # The helper is asked only for the cache's own host. Bazel reads the file like a shell.
    var.bazel.credential_helper == null ? [] : [
      "common --credential_helper=${regex("://([^/:]+)", var.bazel.url)[0]}=${replace(var.bazel.credential_helper, "/([\\s\"'\\\\#])/", "\\$1")}",
    ],
  )

  bazel_rows = var.bazel == null ? [] : [{
    client      = "bazel"
    file        = ".bazelrc"
    endpoint    = var.bazel.url
    credentials = var.bazel.credential_helper == null ? "none" : "credential helper ${var.bazel.credential_helper}"
    check       = "bazel info --announce_rc release"
  }]
}
