locals {
  # Where clients find each repository; NuGet and pip ask for an index below it.
  repository_urls = {
    for name, repo in var.repositories : name => join("", [
      "${local.url}/repository/${name}/",
      repo.format == "nuget" ? "index.json" : repo.format == "pypi" ? "simple" : "",
    ])
  }

  # Clients outside are given nothing that they cannot reach.
  offered = { for name, repo in var.repositories : name => repo if var.exposure.mode != "none" }
}

output "url" {
  description = "Address by which clients know it, without / at the end: https://<exposure.host>, or internal_url where nothing is exposed."
  value       = local.url
}

output "internal_url" {
  description = "Address for pods of the cluster, without / at the end."
  value       = local.internal_url
}

output "repository_urls" {
  description = "Map of repository to the address that clients of its format are given."
  value       = local.repository_urls
}

output "nuget_sources" {
  description = "Map for module client-config, nuget.sources: of the NuGet repositories that have nuget_patterns."
  value = {
    for name, repo in local.offered : replace(name, "-", "_") => { url = local.repository_urls[name], patterns = repo.nuget_patterns, private = !var.anonymous_access }
    if repo.format == "nuget" && length(repo.nuget_patterns) > 0
  }
}

output "npm_registries" {
  description = "Map for module client-config, npm.registries: of the npm repositories that have npm_scope. Their token is in the variable NEXUS_NPM_TOKEN."
  value = {
    for name, repo in local.offered : repo.npm_scope => { url = local.repository_urls[name], token_env = var.anonymous_access ? null : "NEXUS_NPM_TOKEN", auth_url = "${local.url}/" }
    if repo.format == "npm" && repo.npm_scope != null
  }
}

output "pypi_indexes" {
  description = "Map for module client-config, pypi.indexes: of the PyPI repositories that have index = true."
  value       = { for name, repo in local.offered : name => { url = local.repository_urls[name], private = !var.anonymous_access } if repo.format == "pypi" && repo.index }
}

output "rpm_repos" {
  description = "Map for module client-config, rpm.repos: of the yum repositories that have gpg_key_url. Nexus signs no metadata: repo_gpgcheck is false, packages are checked."
  value = {
    for name, repo in local.offered : name => { name = name, baseurl = local.repository_urls[name], gpg_key_url = repo.gpg_key_url, repo_gpgcheck = false, private = !var.anonymous_access }
    if repo.format == "yum" && repo.gpg_key_url != null
  }
}

output "limits" {
  description = "Object: components and requests_per_day of the community edition, above which new components are refused; null in the pro edition."
  value       = var.edition == "community" ? local.limits : null
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
  description = "Name of the bucket with all components."
  value       = var.blobstore.bucket
}

output "bootstrap_job" {
  description = "Name of the Job that sets Nexus up as this configuration says, for kubectl logs."
  value       = kubernetes_job_v1.bootstrap.metadata[0].name
}

output "resources" {
  description = "Object for the module capacity: replicas, cpu and memory (as requested), storage (claimed, as 50Gi), group and optional."
  value = {
    replicas = 1
    cpu      = var.resources.requests.cpu
    memory   = var.resources.requests.memory
    storage  = var.data_volume.size
    group    = "full"
    optional = true
  }
}

output "secret_names" {
  description = "List of the Secrets that must be in the namespace before the pods start; their content is never read here."
  value = distinct(compact(concat(
    [var.database.secret_name, var.admin_secret_name, var.blobstore.credentials_secret, var.monitoring.enabled ? var.metrics_secret_name : null],
    [for volume in values(local.secret_volumes) : volume.secret],
    var.image.pull_secrets,
    var.client_image.pull_secrets,
  )))
}

output "secrets_revision" {
  description = "Text with the revisions of the Secrets, as the pods have them in an annotation: another text starts them anew."
  value       = local.pod_annotations["flywheel.dev/secrets-revision"]
}
