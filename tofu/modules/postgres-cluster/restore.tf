# Starting from a backup: of this cluster (variable recovery), or of a second one beside it, for a drill (output restore_manifest).
locals {
  recovery_sources = [{
    name = "origin"
    plugin = {
      name = local.plugin
      parameters = {
        barmanObjectName = local.object_store_name
        serverName       = try(var.recovery.source_server, local.server_name)
      }
    }
  }]

  recovery = merge(
    { source = "origin", database = var.database.name, owner = var.database.owner },
    { for key, value in { recoveryTarget = { targetTime = try(var.recovery.target_time, null) } } : key => value if value.targetTime != null },
  )

  # One instance without backups of its own, and without a budget: it is looked at, and deleted.
  restore_manifest = yamlencode({
    apiVersion = "postgresql.cnpg.io/v1"
    kind       = "Cluster"
    metadata = {
      name      = "${var.name}-restore"
      namespace = var.namespace
    }
    spec = {
      instances             = 1
      imageName             = local.defaults.image
      enablePDB             = false
      enableSuperuserAccess = false
      storage               = local.volumes.data
      resources             = local.resources
      bootstrap             = { recovery = { source = "origin", database = var.database.name, owner = var.database.owner } }
      externalClusters = [{
        name   = "origin"
        plugin = { name = local.plugin, parameters = { barmanObjectName = local.object_store_name, serverName = local.server_name } }
      }]
    }
  })
}
