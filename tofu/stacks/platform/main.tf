locals {
  # CRD => why it is needed and where it comes from.
  crds = merge(
    var.requires.cert_manager ? {
      "certificates.cert-manager.io" = { of = "cert-manager", for = "the certificates of the backup plugin", flag = "requires.cert_manager" }
    } : {},
    var.requires.prometheus ? {
      "servicemonitors.monitoring.coreos.com" = { of = "the Prometheus Operator", for = "monitoring", flag = "requires.prometheus" }
      "prometheusrules.monitoring.coreos.com" = { of = "the Prometheus Operator", for = "alerts", flag = "requires.prometheus" }
    } : {},
    var.requires.gateway ? {
      "gateways.gateway.networking.k8s.io"   = { of = "the Gateway API", for = "exposure.mode gateway", flag = "requires.gateway" }
      "grpcroutes.gateway.networking.k8s.io" = { of = "the Gateway API", for = "exposure.mode gateway", flag = "requires.gateway" }
    } : {},
  )

  monitoring = {
    for module in ["cnpg-operator", "minio-operator"] : module => {
      enabled          = var.monitoring.enabled
      labels           = var.monitoring.labels
      runbook_base_url = "${var.monitoring.runbooks}/${module}/runbooks"
    }
  }
}

locals {
  dashboard = { enabled = var.monitoring.enabled && var.monitoring.dashboards, namespace = var.monitoring.namespace }
}

# By a list of one name: to ask for an object that is not there would be an error of the provider's, in its words.
data "kubernetes_resources" "crd" {
  for_each = local.crds

  api_version    = "apiextensions.k8s.io/v1"
  kind           = "CustomResourceDefinition"
  field_selector = "metadata.name=${each.key}"

  lifecycle {
    postcondition {
      condition     = length(self.objects) == 1
      error_message = "The cluster has no CRD ${each.key}, which is needed for ${each.value.for}. Install ${each.value.of} first, or set ${each.value.flag} = false."
    }
  }
}

module "namespace" {
  source   = "../../modules/namespace"
  for_each = var.namespaces

  name        = each.key
  environment = var.environment
}

# Charts make objects in a namespace, not the namespace.
module "operator_namespace" {
  source   = "../../modules/namespace"
  for_each = toset(concat(var.operators.cnpg.enabled ? ["cnpg-system"] : [], var.operators.minio.enabled ? ["minio-operator"] : []))

  name        = each.key
  environment = var.environment
}

resource "kubernetes_priority_class_v1" "this" {
  for_each = var.priorities

  metadata {
    name = "flywheel-${each.key}"
  }

  value       = each.value
  description = "Pods of flywheel's stacks: ${each.key}."
}

module "cnpg_operator" {
  source = "../../modules/cnpg-operator"

  namespace             = module.operator_namespace["cnpg-system"].name
  environment           = var.environment
  replicas              = var.operators.cnpg.replicas
  watch_namespaces      = var.operators.cnpg.watch_namespaces
  install_barman_plugin = var.operators.cnpg.backup_plugin
  network_policy        = { monitoring_namespace = var.monitoring.namespace }
  monitoring            = local.monitoring["cnpg-operator"]
  dashboard             = local.dashboard

  depends_on = [data.kubernetes_resources.crd, terraform_data.images]

  lifecycle {
    enabled = var.operators.cnpg.enabled
  }
}

module "minio_operator" {
  source = "../../modules/minio-operator"

  namespace                    = module.operator_namespace["minio-operator"].name
  environment                  = var.environment
  replicas                     = var.operators.minio.replicas
  accept_unmaintained_operator = var.operators.minio.acknowledge_minio_state
  image                        = var.operators.minio.image
  sidecar_image                = var.operators.minio.sidecar_image
  monitoring                   = local.monitoring["minio-operator"]
  dashboard                    = local.dashboard

  depends_on = [data.kubernetes_resources.crd, terraform_data.images]

  lifecycle {
    enabled = var.operators.minio.enabled
  }
}
