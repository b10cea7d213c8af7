# Credentials are made here and go into Secrets only: they are in no plan and no state. Each bucket has a user of its own.
ephemeral "random_password" "root" {
  length  = 40
  special = false
}

resource "kubernetes_secret_v1" "root" {
  metadata {
    name      = "${var.name}-root"
    namespace = var.namespace
    labels    = local.labels
  }

  data_wo = {
    "config.env" = <<-EOT
      export MINIO_ROOT_USER="root"
      export MINIO_ROOT_PASSWORD="${ephemeral.random_password.root.result}"
    EOT
    "user"       = "root"
    "password"   = ephemeral.random_password.root.result
  }
  data_wo_revision = var.root_revision
}

ephemeral "random_password" "bucket" {
  for_each = var.buckets

  length  = 40
  special = false
}

locals {
  # Where a bucket's credentials go: its services' namespaces, and here, for the Job that makes its user.
  targets = {
    for key, b in var.buckets : key => concat(
      [{ namespace = var.namespace, name = "${var.name}-user-${key}" }],
      b.secret_targets,
    )
  }

  # "<bucket>/<namespace>/<name>", the same for as long as the target is.
  secrets = merge([
    for key, targets in local.targets : { for target in targets : "${key}/${target.namespace}/${target.name}" => merge(target, { bucket = key }) }
  ]...)

  # A password is new in every run, and only written where this number changed. A target more, or another endpoint, must therefore
  # rewrite all Secrets of the bucket: the number has a hash of them behind it.
  revisions = {
    for key, b in var.buckets :
    key => b.credentials_revision * 1000000000 + parseint(substr(sha256(jsonencode([b.bucket, local.endpoint, local.region, local.targets[key]])), 0, 7), 16)
  }
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
  data_wo_revision = local.revisions[each.value.bucket]
}

locals {
  credentials_keys = { access_key = "access-key", secret_key = "secret-key" }
}
