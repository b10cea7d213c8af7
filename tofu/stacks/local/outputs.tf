output "bazel_grpc_url" {
  description = "Bazel remote cache over gRPC, for --remote_cache."
  value       = flywheel_local_cache.this.bazel_grpc_url
}

output "bazel_http_url" {
  description = "Bazel remote cache over HTTP, for --remote_cache."
  value       = flywheel_local_cache.this.bazel_http_url
}

output "nix_cache_urls" {
  description = "Map of Nix cache name to its URL, for substituters and nix copy --to."
  value       = flywheel_local_cache.this.nix_cache_urls
}

output "nix_public_keys" {
  description = "Map of Nix cache name to the public key that signs its paths, for trusted-public-keys."
  value       = flywheel_local_cache.this.nix_public_keys
}

output "client_config" {
  description = "Map of path below the home directory to the client configuration that belongs there."
  value       = module.client_config.files
}

output "services" {
  description = "What runs where: list of service, url, where (its files) and detail."
  value = concat(
    [
      {
        service = "bazel (grpc)"
        url     = flywheel_local_cache.this.bazel_grpc_url
        where   = flywheel_local_cache.this.data_dir
        detail  = "kept ${var.bazel_retention_days} days, at most ${var.max_size} in all"
      },
      {
        service = "bazel (http)"
        url     = flywheel_local_cache.this.bazel_http_url
        where   = flywheel_local_cache.this.data_dir
        detail  = "the same content"
      },
    ],
    [
      for name, cache in var.caches : {
        service = "nix ${name}"
        url     = flywheel_local_cache.this.nix_cache_urls[name]
        where   = flywheel_local_cache.this.data_dir
        detail  = "kept ${cache.retention_days} days, priority ${cache.priority}${var.auth == "token" && !cache.public ? ", private" : ""}"
      }
    ],
  )
}
