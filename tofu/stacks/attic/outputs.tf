output "object_store" {
  description = "The object store as other stacks take it: addresses, buckets by service with the names of their Secrets, capacity. No secret is in it."
  value       = local.store
}

output "postgres" {
  description = "Object of Attic's database: cluster_name, host_rw, host_ro, port, database, app_secret_name, backup (bucket, path, retention, schedule)."
  value = {
    cluster_name    = module.postgres.cluster_name
    host_rw         = module.postgres.host_rw
    host_ro         = module.postgres.host_ro
    port            = module.postgres.port
    database        = module.postgres.database
    app_secret_name = module.postgres.app_secret_name
    backup          = module.postgres.backup
  }
}

output "restore_manifest" {
  description = "YAML of a Cluster that is made from the backup beside this one; null without backup."
  value       = module.postgres.restore_manifest
}

output "attic" {
  description = "Object of the server: url, internal_url, caches, jobs, jwt_secret_name, tokens_invalidated_on, secret_names."
  value = {
    url                   = module.attic.url
    internal_url          = module.attic.internal_url
    caches                = module.attic.caches
    jobs                  = module.attic.jobs
    jwt_secret_name       = module.attic.jwt_secret_name
    tokens_invalidated_on = module.attic.tokens_invalidated_on
    secret_names          = module.attic.secret_names
  }
}

output "buckets" {
  description = "Map by service: bucket, quota and expire_days."
  value       = { for service, b in local.buckets : service => { bucket = b.bucket, quota = b.quota, expire_days = b.expire_days } }
}

output "public_keys" {
  description = "Map by cache: the key that signs its paths; null until the first apply has made the cache."
  value       = module.attic.public_keys
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
  value = concat(
    [
      {
        service = "attic"
        url     = module.attic.url
        where   = local.namespace
        detail  = "${var.attic.replicas.min} to ${var.attic.replicas.max} pods"
      },
      {
        service = "postgresql"
        url     = "${module.postgres.host_rw}:${module.postgres.port}"
        where   = local.namespace
        detail  = "instances: ${var.postgres.instances}${var.postgres.backup.enabled ? ", backups kept ${var.postgres.backup.retention}" : ", no backups"}"
      },
      {
        service = "s3"
        url     = coalesce(local.store.public_endpoint, local.store.endpoint)
        where   = coalesce(local.store.namespace, "outside")
        detail  = "${length(local.buckets)} buckets, ${module.capacity.resource_summary.buckets.total_gib}Gi"
      },
    ],
    [
      for name, cache in module.attic.caches : {
        service = "nix ${name}"
        url     = cache.url
        where   = local.namespace
        detail  = cache.retention_days == 0 ? "kept for ever" : "kept ${cache.retention_days} days since the last access"
      }
    ],
  )
}
