# For a cluster of one user only: in others stack platform installs operators, once for all.
module "cnpg_operator" {
  source = "../../modules/cnpg-operator"

  environment = var.environment
  replicas    = var.operators.replicas

  lifecycle {
    enabled = var.operators.install
  }
}

module "minio_operator" {
  source = "../../modules/minio-operator"

  environment                  = var.environment
  replicas                     = var.operators.replicas
  accept_unmaintained_operator = try(var.object_store.minio.acknowledge_minio_state, false)

  lifecycle {
    enabled = var.operators.install && var.object_store.backend == "minio-tenant"
  }
}

locals {
  # Names are said here as well as in the modules: what is not there yet has no outputs.
  cnpg_namespace  = var.operators.install ? module.cnpg_operator.namespace : var.platform.operators.cnpg.namespace
  minio_namespace = var.operators.install ? "minio-operator" : try(var.platform.operators.minio.namespace, "minio-operator")
}
