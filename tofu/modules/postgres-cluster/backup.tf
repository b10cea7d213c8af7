# By the plugin only: what the operator had of its own, barmanObjectStore, is removed from it with 1.31.
locals {
  plugin = "barman-cloud.cloudnative-pg.io"

  object_store_name = "${var.name}-backup"
  server_name       = coalesce(var.backup.server_name, var.name)

  plugins = [{
    name          = local.plugin
    enabled       = true
    isWALArchiver = true
    parameters = {
      barmanObjectName = local.object_store_name
      serverName       = local.server_name
    }
  }]

  destination = "s3://${coalesce(var.backup.bucket, "-")}/${var.backup.path}"

  s3_credentials = {
    for key, value in {
      inheritFromIAMRole = var.backup.credentials_secret == null ? true : null
      accessKeyId        = var.backup.credentials_secret == null ? null : { name = var.backup.credentials_secret.name, key = var.backup.credentials_secret.access_key }
      secretAccessKey    = var.backup.credentials_secret == null ? null : { name = var.backup.credentials_secret.name, key = var.backup.credentials_secret.secret_key }
    } : key => value if value != null
  }

  sidecar_env = merge(
    { AWS_DEFAULT_REGION = var.backup.region },
    var.backup.s3_checksum_when_required ? {
      AWS_REQUEST_CHECKSUM_CALCULATION = "when_required"
      AWS_RESPONSE_CHECKSUM_VALIDATION = "when_required"
    } : {},
  )

  object_store_configuration = merge(
    {
      destinationPath = local.destination
      s3Credentials   = local.s3_credentials
      wal             = { compression = var.backup.wal_compression, maxParallel = 4 }
      data            = { compression = var.backup.data_compression, jobs = 2 }
    },
    var.backup.endpoint == null ? {} : { endpointURL = var.backup.endpoint },
    var.backup.ca_secret == null ? {} : { endpointCA = { name = var.backup.ca_secret.name, key = var.backup.ca_secret.key } },
  )
}

resource "kubectl_manifest" "object_store" {
  server_side_apply = true
  field_manager     = "opentofu"

  yaml_body = yamlencode({
    apiVersion = "barmancloud.cnpg.io/v1"
    kind       = "ObjectStore"
    metadata = {
      name      = local.object_store_name
      namespace = var.namespace
      labels    = local.defaults.labels
    }
    spec = {
      configuration   = local.object_store_configuration
      retentionPolicy = var.backup.retention
      instanceSidecarConfiguration = {
        env = [for name, value in local.sidecar_env : { name = name, value = value }]
        resources = {
          requests = { cpu = "50m", memory = "128Mi" }
          limits   = { memory = "512Mi" }
        }
      }
    }
  })

  lifecycle {
    enabled = var.backup.enabled
  }
}

resource "kubectl_manifest" "scheduled_backup" {
  server_side_apply = true
  field_manager     = "opentofu"

  yaml_body = yamlencode({
    apiVersion = "postgresql.cnpg.io/v1"
    kind       = "ScheduledBackup"
    metadata = {
      name      = local.object_store_name
      namespace = var.namespace
      labels    = local.defaults.labels
    }
    spec = {
      cluster              = { name = var.name }
      method               = "plugin"
      pluginConfiguration  = { name = local.plugin }
      schedule             = var.backup.schedule
      immediate            = var.backup.immediate
      backupOwnerReference = "self"
    }
  })

  depends_on = [kubectl_manifest.cluster]

  lifecycle {
    enabled = var.backup.enabled
  }
}
