# Credentials are made here and go into Secrets only: they are in no plan and no state. Each bucket has a user of its own.
ephemeral "random_password" "bucket" {
  for_each = var.buckets

  length  = 40
  special = false
}

locals {
  credentials_keys = { access_key = "access-key", secret_key = "secret-key" }

  secrets = merge([
    for key, b in var.buckets : { for target in b.secret_targets : "${key}/${target.namespace}/${target.name}" => merge(target, { bucket = key }) }
  ]...)

  # All users are in one file, and passwords are new in every run: whatever changes, all Secrets are written together. A number
  # that changes with each of them says so.
  revision = var.credentials_revision * 1000000000 + parseint(substr(sha256(jsonencode([
    local.endpoint, local.region, { for key, b in var.buckets : key => [b.bucket, b.access, b.secret_targets] },
  ])), 0, 7), 16)

  actions = { ro = ["Read", "List"], rw = ["Read", "Write", "List", "Tagging"] }
}

resource "kubernetes_secret_v1" "config" {
  metadata {
    name      = "${var.name}-s3-config"
    namespace = var.namespace
    labels    = local.labels
  }

  data_wo = {
    "seaweedfs_s3_config" = jsonencode({
      identities = [
        for key, b in var.buckets : {
          name        = b.bucket
          credentials = [{ accessKey = b.bucket, secretKey = ephemeral.random_password.bucket[key].result }]
          actions     = [for action in local.actions[b.access] : "${action}:${b.bucket}"]
        }
      ]
    })
  }
  data_wo_revision = local.revision
}

resource "kubernetes_secret_v1" "bucket" {
  for_each = local.secrets

  metadata {
    name      = each.value.name
    namespace = each.value.namespace
    labels    = local.labels
  }

  data_wo = {
    (local.credentials_keys.access_key) = var.buckets[each.value.bucket].bucket
    (local.credentials_keys.secret_key) = ephemeral.random_password.bucket[each.value.bucket].result
    "bucket"                            = var.buckets[each.value.bucket].bucket
    "endpoint"                          = local.endpoint
    "region"                            = local.region
  }
  data_wo_revision = local.revision
}
