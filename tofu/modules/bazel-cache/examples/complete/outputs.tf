output "bazelrc" {
  description = "Object of .bazelrc texts, ci_internal and external."
  value       = module.bazel_cache.bazelrc
}

output "endpoints" {
  description = "Object: grpc and http within the cluster, external_grpc and external_http outside."
  value = {
    grpc          = module.bazel_cache.grpc_endpoint
    http          = module.bazel_cache.http_endpoint
    external_grpc = module.bazel_cache.external_grpc_endpoint
    external_http = module.bazel_cache.external_http_endpoint
  }
}
