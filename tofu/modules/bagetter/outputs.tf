output "url" {
  description = "Address by which clients know it, without / at the end: https://<exposure.host>, or internal_url where nothing is exposed."
  value       = local.url
}

output "internal_url" {
  description = "Address for pods of the cluster, without / at the end."
  value       = local.internal_url
}

output "service_index_url" {
  description = "NuGet's service index, which clients are given."
  value       = "${local.url}/v3/index.json"
}

output "nuget_sources" {
  description = "Map for module client-config, nuget.sources: name of source to url, patterns and private; empty where nothing is exposed, or no pattern says what comes from here."
  value = {
    for name, url in { (var.nuget_source_name) = "${local.url}/v3/index.json" } :
    name => { url = url, patterns = var.nuget_patterns, private = var.read_credentials_secret_name != null }
    if var.exposure.mode != "none" && length(var.nuget_patterns) > 0
  }
}

output "namespace" {
  description = "Namespace of everything here."
  value       = var.namespace
}

output "service" {
  description = "Object: name and port of the Service within the cluster."
  value = {
    name = kubernetes_service_v1.this.metadata[0].name
    port = 80
  }
}

output "s3_bucket" {
  description = "Name of the bucket with the packages; null with a volume."
  value       = local.on_volume ? null : var.storage.bucket
}

output "resources" {
  description = "Object for the module capacity: replicas, cpu and memory (of one pod, as requested), storage (claimed by one pod, as 20Gi; 0 with S3), group and optional."
  value = {
    replicas = var.replicas
    cpu      = var.resources.requests.cpu
    memory   = var.resources.requests.memory
    storage  = local.on_volume ? var.storage.size : "0Gi"
    group    = "packages"
    optional = false
  }
}

output "secret_names" {
  description = "List of the Secrets that must be in the namespace before the pods start; their content is never read here."
  value = distinct(compact(concat(
    local.secret_files[*].secret,
    local.sqlite ? [] : [var.database.secret_name, var.database.ca_secret],
    var.image.pull_secrets,
  )))
}

output "secrets_revision" {
  description = "Text with the revisions of the Secrets, as the pods have them in an annotation: another text starts them anew."
  value       = local.pod_annotations["flywheel.dev/secrets-revision"]
}
