output "bazel_cache" {
  description = "Object for stack packages: components, what capacity counts, by name."
  value       = { components = { bazel-cache = module.bazel_cache.resources } }
}

output "endpoints" {
  description = "Object of addresses for --remote_cache: grpc and http in the cluster; external_grpc and external_http outside, null where there is no way in."
  value = {
    grpc          = module.bazel_cache.grpc_endpoint
    http          = module.bazel_cache.http_endpoint
    external_grpc = module.bazel_cache.external_grpc_endpoint
    external_http = module.bazel_cache.external_http_endpoint
  }
}

output "bazelrc" {
  description = "Object of .bazelrc texts: ci_internal, for jobs in the cluster, which upload, and external, for people outside, who read."
  value       = module.bazel_cache.bazelrc
}

output "writer_secret_name" {
  description = "Name of the Secret with username and password for writing; null where the stack makes none."
  value       = local.generated ? "bazel-cache-writer" : null
}

output "secret_names" {
  description = "Secrets of the namespace that the pods need."
  value       = module.bazel_cache.secret_names
}

output "client_config" {
  description = "Map of path below the home directory to the client configuration that belongs there."
  value       = module.client_config.files
}

output "resource_summary" {
  description = "What the stack asks of the cluster, as module capacity computes it."
  value       = module.capacity.resource_summary
}

output "resource_table" {
  description = "The same as Markdown."
  value       = module.capacity.markdown
}

output "services" {
  description = "What runs where: list of service, url, where (its namespace) and detail."
  value = [
    {
      service = "bazel (grpc)"
      url     = coalesce(module.bazel_cache.external_grpc_endpoint, module.bazel_cache.grpc_endpoint)
      where   = local.namespace
      detail  = "${var.replicas.min} to ${var.replicas.max} pods, bucket ${local.bucket.bucket}"
    },
    {
      service = "bazel (http)"
      url     = coalesce(module.bazel_cache.external_http_endpoint, module.bazel_cache.http_endpoint)
      where   = local.namespace
      detail  = "the same content"
    },
  ]
}
