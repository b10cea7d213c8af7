locals {
  mebibytes = { Mi = 1, Gi = 1024, Ti = 1048576 }
  storage_mi = sum([
    for size in compact([var.storage.size, var.storage.wal_size]) :
    tonumber(regex("^[0-9]+", size)) * local.mebibytes[regex("[MGT]i$", size)]
  ])
}

output "cluster_name" {
  description = "Name of the Cluster."
  value       = var.name
}

output "namespace" {
  description = "Namespace of everything here."
  value       = var.namespace
}

output "host_rw" {
  description = "Host name of the primary, within the cluster."
  value       = "${var.name}-rw.${var.namespace}.svc"
}

output "host_ro" {
  description = "Host name of the replicas, for reading; nobody answers there with one instance."
  value       = "${var.name}-ro.${var.namespace}.svc"
}

output "port" {
  description = "Port of PostgreSQL, 5432."
  value       = local.ports.postgresql
}

output "database" {
  description = "Name of the application's database."
  value       = var.database.name
}

output "owner" {
  description = "Role that owns the application's databases."
  value       = var.database.owner
}

output "databases" {
  description = "List of all databases: the application's, and the additional ones, which the same role owns."
  value       = concat([var.database.name], var.additional_databases)
}

output "app_secret_name" {
  description = "Name of the Secret with the role's password, which the operator makes in the namespace: keys username, password, host, port, dbname, uri, fqdn-uri, jdbc-uri and more."
  value       = "${var.name}-app"
}

output "app_secret_uri_key" {
  description = "Key of that Secret with the connection URL by the full host name."
  value       = "fqdn-uri"
}

output "pod_selector" {
  description = "Map of labels of the instances' pods, for NetworkPolicies of clients."
  value       = merge(local.cluster_labels, { "cnpg.io/podRole" = "instance" })
}

output "object_store_name" {
  description = "Name of the plugin's ObjectStore; null without backups."
  value       = var.backup.enabled ? local.object_store_name : null
}

output "backup" {
  description = "Object: bucket, path (of this cluster's backups in it), retention and schedule; null without backups."
  value = var.backup.enabled ? {
    bucket    = var.backup.bucket
    path      = trimprefix("${var.backup.path}/${local.server_name}", "/")
    retention = var.backup.retention
    schedule  = var.backup.schedule
  } : null
}

output "restore_manifest" {
  description = "YAML of a second Cluster, <name>-restore, that starts from the last backup: for a drill, kubectl apply it, look, and delete it. Null without backups."
  value       = var.backup.enabled ? local.restore_manifest : null
}

output "resources" {
  description = "Object for the module capacity: replicas (instances), cpu and memory (of one, as requested), storage (claimed by one, data and log), group and optional."
  value = {
    replicas = var.instances
    cpu      = var.resources.requests.cpu
    memory   = var.resources.requests.memory
    storage  = "${local.storage_mi}Mi"
    group    = "beside"
    optional = false
  }
}
