# Passwords that no plan and no state ever holds. One revision for all of a service: they are written together or not at all.
ephemeral "random_password" "bagetter" {
  for_each = var.services.bagetter ? toset(["api-key", "read"]) : []

  length  = 40
  special = false
}

resource "kubernetes_secret_v1" "bagetter" {
  for_each = var.services.bagetter ? toset(["api-key", "read"]) : []

  metadata {
    name      = "bagetter-${each.key}"
    namespace = local.namespace
  }

  data_wo = each.key == "api-key" ? {
    "api-key" = ephemeral.random_password.bagetter["api-key"].result
    } : {
    username = "reader"
    password = ephemeral.random_password.bagetter["read"].result
  }
  data_wo_revision = var.bagetter.revision
}

# For people who read RPMs: the pods have the hash, the Secret rpm-read has the password.
ephemeral "random_password" "rpm" {
  length  = 40
  special = false

  lifecycle {
    enabled = var.services.rpm_repo
  }
}

locals {
  # In the hash's Secret and in the password's: no plan shows either.
  rpm_reader = "reader"
}

resource "kubernetes_secret_v1" "rpm_htpasswd" {
  metadata {
    name      = "rpm-read-htpasswd"
    namespace = local.namespace
  }

  data_wo = {
    htpasswd = "${local.rpm_reader}:${ephemeral.random_password.rpm.bcrypt_hash}\n"
  }
  data_wo_revision = try(var.rpm_repo.revision, 1)

  lifecycle {
    enabled = var.services.rpm_repo
  }
}

resource "kubernetes_secret_v1" "rpm_read" {
  metadata {
    name      = "rpm-read"
    namespace = local.namespace
  }

  type = "kubernetes.io/basic-auth"
  data_wo = {
    username = local.rpm_reader
    password = ephemeral.random_password.rpm.result
  }
  data_wo_revision = try(var.rpm_repo.revision, 1)

  lifecycle {
    enabled = var.services.rpm_repo
  }
}

# Taken at Nexus' first start only: to change it later, change it in Nexus and in the Secret.
ephemeral "random_password" "nexus_admin" {
  length  = 40
  special = false

  lifecycle {
    enabled = var.services.nexus
  }
}

resource "kubernetes_secret_v1" "nexus_admin" {
  metadata {
    name      = "nexus-admin"
    namespace = local.namespace
  }

  data_wo = {
    password = ephemeral.random_password.nexus_admin.result
  }
  data_wo_revision = 1

  lifecycle {
    enabled = var.services.nexus
  }
}

# Once, and never another: what it has encrypted would be lost. Nexus has a way to change it (re-encryption), for which the file must have
# the old key beside the new one: then the Secret is yours.
ephemeral "random_password" "nexus_encryption_key" {
  length  = 48
  special = false

  lifecycle {
    enabled = local.nexus_key_made
  }
}

locals {
  nexus_key_made = var.services.nexus && var.nexus.encryption_key_secret == null
}

resource "kubernetes_secret_v1" "nexus_encryption_key" {
  metadata {
    name      = "nexus-encryption-key"
    namespace = local.namespace
  }

  data_wo = {
    "keys.json" = jsonencode({ active = "flywheel-1", keys = [{ id = "flywheel-1", key = ephemeral.random_password.nexus_encryption_key.result }] })
  }
  data_wo_revision = 1

  lifecycle {
    enabled = local.nexus_key_made
  }
}
