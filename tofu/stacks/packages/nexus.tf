module "nexus" {
  source = "../../modules/nexus-repository"

  namespace   = local.namespace
  environment = var.environment
  accept_eula = var.nexus.accept_eula
  image       = var.nexus.image
  resources   = var.nexus.resources
  data_volume = { size = var.nexus.data_volume_size }
  database    = merge(local.database, { name = "nexus" })

  blobstore = {
    bucket               = var.object_store.buckets["nexus"].bucket
    region               = var.object_store.region
    endpoint             = var.object_store.endpoint
    path_style           = var.object_store.path_style
    credentials_secret   = lookup(var.object_store.buckets["nexus"].secrets, local.namespace, null)
    credentials_keys     = var.object_store.credentials_keys
    credentials_revision = var.object_store.buckets["nexus"].credentials_revision
    pod_port             = var.object_store.pod_port
    cidrs                = var.object_store.cidrs
  }

  admin_secret_name          = "nexus-admin"
  encryption_key_secret_name = coalesce(var.nexus.encryption_key_secret, "nexus-encryption-key")
  metrics_secret_name        = var.nexus.metrics_secret
  secrets_revision           = var.nexus.revision
  repositories               = var.nexus.repositories

  exposure       = local.exposure.nexus
  network_policy = local.network_policy
  monitoring     = local.monitoring["nexus-repository"]
  dashboard      = local.dashboard
  scheduling     = { priority_class_name = local.priority_class.cache }

  depends_on = [module.postgres, kubernetes_secret_v1.nexus_admin, kubernetes_secret_v1.nexus_encryption_key, terraform_data.images]

  lifecycle {
    enabled = var.services.nexus
  }
}
