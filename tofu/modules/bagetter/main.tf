module "defaults" {
  source = "../workload-defaults"

  name        = var.name
  application = "bagetter"
  environment = var.environment
  labels      = var.labels
  image       = var.image
  # The user "app" of .NET's images (APP_UID); the image itself would run as root.
  user_id  = 1654
  replicas = var.replicas
  tmp_size = "${local.tmp_gib}Gi"
}

locals {
  # OpenTofu puts a module's outputs together anew for each expression that names the module: once is enough.
  defaults = module.defaults
}

# The workload is in deployment.tf, what its container is told in container.tf.
resource "kubernetes_service_account_v1" "this" {
  metadata {
    name        = var.name
    namespace   = var.namespace
    labels      = local.defaults.labels
    annotations = var.service_account_annotations
  }

  automount_service_account_token = false
}

# Packages, with SQLite the database too. Kept when the pod goes.
resource "kubernetes_persistent_volume_claim_v1" "data" {
  metadata {
    name      = "${var.name}-data"
    namespace = var.namespace
    labels    = local.defaults.labels
  }

  # Many storage classes bind only when a pod comes.
  wait_until_bound = false

  spec {
    access_modes       = [var.storage.access_mode]
    storage_class_name = var.storage.storage_class

    resources {
      requests = { storage = var.storage.size }
    }
  }

  lifecycle {
    enabled         = local.on_volume
    prevent_destroy = var.environment == "prod"
  }
}
