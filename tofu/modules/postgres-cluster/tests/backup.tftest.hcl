mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  name        = "attic-db"
  namespace   = "attic"
  environment = "dev"
  database    = { name = "attic", owner = "attic" }
  storage     = { size = "20Gi" }
  backup      = { bucket = "pg-backup", endpoint = "http://minio.object-store.svc", credentials_secret = { name = "pg-backup-s3" } }
}

run "plugin_not_in_tree" {
  command = plan

  assert {
    condition     = !strcontains(kubectl_manifest.cluster.yaml_body, "barmanObjectStore")
    error_message = "The operator's own support is removed with 1.31."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.plugins == [{ name = "barman-cloud.cloudnative-pg.io", enabled = true, isWALArchiver = true, parameters = { barmanObjectName = "attic-db-backup", serverName = "attic-db" } }]
    error_message = "The plugin archives the log: ${jsonencode(yamldecode(kubectl_manifest.cluster.yaml_body).spec.plugins)}."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.scheduled_backup.yaml_body).spec == { cluster = { name = "attic-db" }, method = "plugin", pluginConfiguration = { name = "barman-cloud.cloudnative-pg.io" }, schedule = "0 0 2 * * *", immediate = true, backupOwnerReference = "self" }
    error_message = "Got ${jsonencode(yamldecode(kubectl_manifest.scheduled_backup.yaml_body).spec)}."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.scheduled_backup.yaml_body).kind == "ScheduledBackup" && yamldecode(kubectl_manifest.scheduled_backup.yaml_body).apiVersion == "postgresql.cnpg.io/v1"
    error_message = "Of the operator."
  }

  assert {
    condition     = length(split(" ", yamldecode(kubectl_manifest.scheduled_backup.yaml_body).spec.schedule)) == 6
    error_message = "Six fields: five would be read as every hour."
  }
}

run "object_store" {
  command = plan

  assert {
    condition     = yamldecode(kubectl_manifest.object_store.yaml_body).apiVersion == "barmancloud.cnpg.io/v1" && yamldecode(kubectl_manifest.object_store.yaml_body).kind == "ObjectStore" && yamldecode(kubectl_manifest.object_store.yaml_body).metadata.name == "attic-db-backup" && yamldecode(kubectl_manifest.object_store.yaml_body).metadata.namespace == "attic"
    error_message = "Of the plugin."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.object_store.yaml_body).spec.configuration == { destinationPath = "s3://pg-backup/", endpointURL = "http://minio.object-store.svc", s3Credentials = { accessKeyId = { name = "pg-backup-s3", key = "access-key" }, secretAccessKey = { name = "pg-backup-s3", key = "secret-key" } }, wal = { compression = "zstd", maxParallel = 4 }, data = { compression = "lz4", jobs = 2 } }
    error_message = "Got ${jsonencode(yamldecode(kubectl_manifest.object_store.yaml_body).spec.configuration)}."
  }

  assert {
    condition     = !can(yamldecode(kubectl_manifest.object_store.yaml_body).spec.configuration.serverName)
    error_message = "The plugin refuses it there: it is a parameter of the Cluster."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.object_store.yaml_body).spec.retentionPolicy == "30d"
    error_message = "Retention."
  }

  assert {
    condition     = { for e in yamldecode(kubectl_manifest.object_store.yaml_body).spec.instanceSidecarConfiguration.env : e.name => e.value } == { AWS_DEFAULT_REGION = "us-east-1", AWS_REQUEST_CHECKSUM_CALCULATION = "when_required", AWS_RESPONSE_CHECKSUM_VALIDATION = "when_required" }
    error_message = "Stores other than AWS need both checksum variables."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.object_store.yaml_body).spec.instanceSidecarConfiguration.resources.requests.memory != null && yamldecode(kubectl_manifest.object_store.yaml_body).spec.instanceSidecarConfiguration.resources.limits.memory != null
    error_message = "The sidecar is bounded."
  }
}

run "everything_set" {
  command = plan

  variables {
    backup = {
      bucket                    = "backups"
      path                      = "team/db"
      endpoint                  = "https://s3.example.com"
      region                    = "eu-west-1"
      credentials_secret        = { name = "creds", access_key = "id", secret_key = "secret" }
      ca_secret                 = { name = "s3-ca", key = "root.crt" }
      server_name               = "attic-2"
      retention                 = "2w"
      schedule                  = "0 30 1 * * 0"
      immediate                 = false
      wal_compression           = "gzip"
      data_compression          = "snappy"
      s3_checksum_when_required = false
      cidrs                     = ["203.0.113.0/24"]
    }
  }

  assert {
    condition     = yamldecode(kubectl_manifest.object_store.yaml_body).spec.configuration == { destinationPath = "s3://backups/team/db", endpointURL = "https://s3.example.com", endpointCA = { name = "s3-ca", key = "root.crt" }, s3Credentials = { accessKeyId = { name = "creds", key = "id" }, secretAccessKey = { name = "creds", key = "secret" } }, wal = { compression = "gzip", maxParallel = 4 }, data = { compression = "snappy", jobs = 2 } }
    error_message = "Got ${jsonencode(yamldecode(kubectl_manifest.object_store.yaml_body).spec.configuration)}."
  }

  assert {
    condition     = { for e in yamldecode(kubectl_manifest.object_store.yaml_body).spec.instanceSidecarConfiguration.env : e.name => e.value } == { AWS_DEFAULT_REGION = "eu-west-1" }
    error_message = "Checksums as AWS wants them."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.object_store.yaml_body).spec.retentionPolicy == "2w" && yamldecode(kubectl_manifest.scheduled_backup.yaml_body).spec.schedule == "0 30 1 * * 0" && yamldecode(kubectl_manifest.scheduled_backup.yaml_body).spec.immediate == false
    error_message = "Retention and schedule."
  }

  assert {
    condition     = output.backup == { bucket = "backups", path = "team/db/attic-2", retention = "2w", schedule = "0 30 1 * * 0" }
    error_message = "Got ${jsonencode(output.backup)}."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.plugins[0].parameters.serverName == "attic-2"
    error_message = "Its own directory."
  }
}

run "iam_role" {
  command = plan

  variables {
    service_account_annotations = { "eks.amazonaws.com/role-arn" = "arn:aws:iam::1:role/x" }
    backup                      = { bucket = "pg-backup", region = "eu-central-1", cidrs = ["0.0.0.0/0"] }
  }

  assert {
    condition     = yamldecode(kubectl_manifest.object_store.yaml_body).spec.configuration.s3Credentials == { inheritFromIAMRole = true }
    error_message = "No Secret at all."
  }

  assert {
    condition     = !can(yamldecode(kubectl_manifest.object_store.yaml_body).spec.configuration.endpointURL)
    error_message = "AWS's own endpoint."
  }
}
