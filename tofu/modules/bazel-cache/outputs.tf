locals {
  grpc_scheme = local.tls ? "grpcs" : "grpc"
  http_scheme = local.tls ? "https" : "http"
  service_dns = "${var.name}.${var.namespace}.svc"

  grpc_endpoint = "${local.grpc_scheme}://${local.service_dns}:${local.ports.grpc}"

  external_grpc_endpoint = (
    var.exposure.mode != "none" ? "grpcs://${var.exposure.host}:443" :
    var.grpc_load_balancer.enabled ? "${local.grpc_scheme}://${var.grpc_load_balancer.host}:${local.ports.grpc}" :
    null
  )

  bazelrc_common = [
    "common --remote_cache_compression",
    "common --remote_timeout=60s",
    "common --remote_local_fallback",
  ]
}

output "grpc_endpoint" {
  description = "Bazel remote cache over gRPC within the cluster, for --remote_cache: grpc://… or, where the pods speak TLS, grpcs://…."
  value       = local.grpc_endpoint
}

output "http_endpoint" {
  description = "The same cache over HTTP within the cluster, for --remote_cache."
  value       = "${local.http_scheme}://${local.service_dns}:${local.ports.http}"
}

output "headless_grpc_address" {
  description = "Host and port whose DNS name has the addresses of all pods, for clients that balance by themselves."
  value       = "${kubernetes_service_v1.headless.metadata[0].name}.${var.namespace}.svc:${local.ports.grpc}"
}

output "external_grpc_endpoint" {
  description = "Bazel remote cache over gRPC for clients outside: grpcs://<exposure.host>:443, or grpc(s)://<grpc_load_balancer.host>:9092; null where there is no way in."
  value       = local.external_grpc_endpoint
}

output "external_http_endpoint" {
  description = "The cache over HTTP for clients outside, https://<http_host>; null without one."
  value       = var.http_host == null ? null : "https://${var.http_host}"
}

output "bazelrc" {
  description = "Object of .bazelrc texts: ci_internal, for jobs in the cluster, which upload, and external, for people outside, who only read; that is null where there is no way in. Neither has credentials."
  value = {
    ci_internal = "${join("\n", concat(
      ["common --remote_cache=${local.grpc_endpoint}", "common --remote_upload_local_results=true"],
      local.bazelrc_common,
    ))}\n"
    external = local.external_grpc_endpoint == null ? null : "${join("\n", concat(
      ["common --remote_cache=${local.external_grpc_endpoint}", "common --remote_upload_local_results=false"],
      local.bazelrc_common,
    ))}\n"
  }
}

output "resources" {
  description = "Object for the module capacity: replicas (the least), cpu and memory (of one pod, as requested), storage (claimed by one pod, as 20Gi; 0 with emptyDir), group and optional."
  value = {
    replicas = var.replicas.min
    cpu      = var.resources.requests.cpu
    memory   = var.resources.requests.memory
    storage  = local.persistent ? "${var.cache_volume.size_gib}Gi" : "0Gi"
    group    = "minimum"
    optional = false
  }
}

output "max_size_gib" {
  description = "GiB that bazel-remote keeps on each pod's disk, below the size of the volume."
  value       = local.max_size_gib
}

output "s3_bucket" {
  description = "Name of the bucket that the pods share."
  value       = var.s3.bucket
}

output "namespace" {
  description = "Namespace of everything here."
  value       = var.namespace
}

output "service" {
  description = "Object: name, grpc_port and http_port of the Service within the cluster."
  value = {
    name      = kubernetes_service_v1.this.metadata[0].name
    grpc_port = local.ports.grpc
    http_port = local.ports.http
  }
}

output "secret_names" {
  description = "List of the Secrets that must be in the namespace before the pods start; their content is never read here."
  value = distinct(compact(concat(
    [var.s3.credentials_secret, local.scrape_secret],
    values(local.secret_volumes),
    var.image.pull_secrets,
  )))
}

output "secrets_revision" {
  description = "Text with the revisions of the Secrets, as the pods have them in an annotation: another text starts them anew."
  value       = local.pod_annotations["flywheel.dev/secrets-revision"]
}
