# For a cluster of one user only: in others stack platform installs operators, once for all.
# Charts make objects in a namespace, not the namespace.
module "operator_namespace" {
  source = "../../modules/namespace"
  for_each = toset(concat(
    var.operators.install ? ["cnpg-system"] : [],
    var.operators.install && var.object_store.backend == "minio-tenant" ? ["minio-operator"] : [],
  ))

  name        = each.key
  environment = var.environment
}

module "cnpg_operator" {
  source = "../../modules/cnpg-operator"

  namespace   = module.operator_namespace["cnpg-system"].name
  environment = var.environment
  replicas    = var.operators.replicas

  network_policy = { monitoring_namespace = var.network_policy.monitoring_namespace }
  monitoring     = { for name, value in local.monitoring["cnpg-operator"] : name => value if name != "interval" }
  dashboard      = local.dashboard

  lifecycle {
    enabled = var.operators.install
  }
}

module "minio_operator" {
  source = "../../modules/minio-operator"

  namespace                    = module.operator_namespace["minio-operator"].name
  environment                  = var.environment
  replicas                     = var.operators.replicas
  accept_unmaintained_operator = try(var.object_store.minio.acknowledge_minio_state, false)

  monitoring = { for name, value in local.monitoring["minio-operator"] : name => value if name != "interval" }
  dashboard  = local.dashboard

  lifecycle {
    enabled = var.operators.install && var.object_store.backend == "minio-tenant"
  }
}

locals {
  # Names are said here as well as in the modules: what is not there yet has no outputs.
  cnpg_namespace  = var.operators.install ? module.cnpg_operator.namespace : var.platform.operators.cnpg.namespace
  minio_namespace = var.operators.install ? "minio-operator" : try(var.platform.operators.minio.namespace, "minio-operator")
}
