locals {
  # Ports of the container and of every Service.
  ports = { grpc = 9092, http = 8080 }

  tls = var.auth.tls_secret != null

  # bazel-remote wants host:port; people write URLs.
  s3_endpoint  = trimsuffix(trimprefix(trimprefix(var.s3.endpoint, "https://"), "http://"), "/")
  s3_host      = split(":", local.s3_endpoint)[0]
  s3_port      = try(tonumber(split(":", local.s3_endpoint)[1]), var.s3.tls ? 443 : 80)
  s3_namespace = try(regex("^[^.]+\\.([^.]+)\\.svc(?:\\.|$)", local.s3_host)[0], null)

  # What bazel-remote keeps, and what it keeps together with files that are queued for removal. Both stay
  # below the volume, or the kubelet evicts the pod. Small volumes leave no whole GiB between the two: no hard limit then.
  max_size_gib   = floor(var.cache_volume.size_gib * var.cache_volume.fill_ratio)
  hard_limit_gib = var.cache_volume.size_gib - 1 > local.max_size_gib ? var.cache_volume.size_gib - 1 : -1

  # A blob larger than the disk could never be taken.
  max_blob_bytes = min(var.s3.max_blob_gib, local.max_size_gib) * 1024 * 1024 * 1024

  persistent = var.cache_volume.type == "pvc"

  # One set of pods, whichever kind of workload runs them.
  workload_kind = local.persistent ? "StatefulSet" : "Deployment"
}
