module "defaults" {
  source = "../workload-defaults"

  name        = var.name
  application = "bazel-remote"
  environment = var.environment
  labels      = var.labels
  image       = var.image
  # The image's own user.
  user_id  = 65532
  replicas = var.replicas.min
  # The wait before the end, and requests that are under way then.
  termination_grace_period_seconds = local.drain_seconds + 60
}

locals {
  # OpenTofu puts a module's outputs together anew for each expression that names the module: once is enough.
  defaults = module.defaults
}

# The workload is in deployment.tf or stateful_set.tf, what its container is told in container.tf.
resource "kubernetes_service_account_v1" "this" {
  metadata {
    name        = var.name
    namespace   = var.namespace
    labels      = local.defaults.labels
    annotations = var.service_account_annotations
  }

  automount_service_account_token = false
}
