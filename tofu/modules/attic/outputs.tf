output "url" {
  description = "Address by which clients know the server, with / at its end: public_url."
  value       = var.public_url
}

output "internal_url" {
  description = "Address of the server for pods of the cluster, with / at its end."
  value       = local.internal_url
}

output "namespace" {
  description = "Namespace of everything."
  value       = var.namespace
}

output "service" {
  description = "Object: name and port of the Service."
  value = {
    name = kubernetes_service_v1.this.metadata[0].name
    port = local.ports.service
  }
}

output "caches" {
  description = "Map by name of cache: url (what Nix substitutes from), retention_days, retention_seconds (0 for ever) and public."
  value       = local.caches
}

output "public_keys" {
  description = "Map by name of cache: its public key, <name>:<base64>, or null until the bootstrap Job has made the cache. Read from the cluster."
  value       = local.public_keys
}

output "nix" {
  description = "Object for Nix clients: substituters (map by name of cache: url and public_key), of public caches whose key is known, as module client-config takes them, and trusted_public_keys (list)."
  value = {
    substituters        = local.nix_substituters
    trusted_public_keys = [for cache in values(local.nix_substituters) : cache.public_key]
  }
}

output "jwt_secret_name" {
  description = "Name of the Secret with the key that signs tokens; its content is in no plan and no state."
  value       = local.jwt_secret
}

output "tokens_invalidated_on" {
  description = "jwt.revision: tokens made before it was set are invalid."
  value       = var.jwt.revision
}

output "s3_endpoint" {
  description = "Address of S3 that Attic uses and redirects clients to; null: AWS's own."
  value       = local.s3_endpoint
}

output "resources" {
  description = "Object for the module capacity: replicas (the least), cpu and memory (of one pod, as requested), storage (claimed by one pod: none), group and optional. Jobs, which run for a short while, are not counted."
  value = {
    replicas = var.replicas.min
    cpu      = var.resources.requests.cpu
    memory   = var.resources.requests.memory
    storage  = "0Gi"
    group    = "attic"
    optional = false
  }
}

output "secret_names" {
  description = "List of the Secrets that must be in the namespace before anything starts; their content is never read here."
  value = distinct(compact(concat(
    [var.database.secret_name, var.storage.credentials_secret, var.jwt.existing_secret],
    [for cache in values(var.caches) : cache.signing_key_secret],
    var.image.pull_secrets,
    var.client_image.pull_secrets,
  )))
}

output "jobs" {
  description = "Object of names, for kubectl logs: migrations and bootstrap, the Jobs of this configuration, and gc, the CronJob."
  value = {
    migrations = kubernetes_job_v1.migrations.metadata[0].name
    bootstrap  = kubernetes_job_v1.bootstrap.metadata[0].name
    gc         = kubernetes_cron_job_v1.gc.metadata[0].name
  }
}

output "secrets_revision" {
  description = "Text with the revisions of the Secrets, as the pods have them in an annotation: another text starts them anew."
  value       = local.config_annotations["flywheel.dev/secrets-revision"]
}
