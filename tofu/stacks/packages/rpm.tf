module "rpm_repo" {
  source = "../../modules/rpm-repo"

  namespace            = local.namespace
  environment          = var.environment
  image                = var.rpm_repo.image
  publish_image        = var.rpm_repo.publish_image
  repos                = var.rpm_repo.repos
  volume               = { size = var.rpm_repo.size, storage_class = var.rpm_repo.storage_class }
  htpasswd_secret_name = "rpm-read-htpasswd"
  htpasswd_revision    = var.rpm_repo.revision

  signing = { gpg_secret = var.rpm_repo.signing.gpg_secret, key_id = var.rpm_repo.signing.key_id }

  exposure       = local.exposure.rpm
  network_policy = local.network_policy
  monitoring     = local.monitoring["rpm-repo"]
  dashboard      = local.dashboard
  scheduling     = { priority_class_name = local.priority_class.cache }

  depends_on = [kubernetes_secret_v1.rpm_htpasswd, terraform_data.images]

  lifecycle {
    enabled = var.services.rpm_repo
  }
}
