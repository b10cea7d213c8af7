# The operator has no metrics of its own: kube-state-metrics tells of its pods.
locals {
  deployment = "namespace=\"${var.namespace}\",deployment=\"minio-operator\""

  alerts = [{
    alert  = "MinioOperatorDown"
    expr   = "kube_deployment_status_replicas_available{${local.deployment}} == 0 or absent(kube_deployment_status_replicas_available{${local.deployment}})"
    for    = "15m"
    labels = { severity = "warning" }
    annotations = merge(
      {
        summary     = "The MinIO operator in ${var.namespace} does not run."
        description = "Object stores go on; changes of Tenants wait."
      },
      var.monitoring.runbook_base_url == null ? {} : { runbook_url = "${var.monitoring.runbook_base_url}/MinioOperatorDown.md" },
    )
  }]
}

resource "kubectl_manifest" "prometheus_rule" {
  server_side_apply = true
  field_manager     = "opentofu"

  yaml_body = yamlencode({
    apiVersion = "monitoring.coreos.com/v1"
    kind       = "PrometheusRule"
    metadata = {
      name      = local.release
      namespace = var.namespace
      labels    = merge(local.labels, var.monitoring.labels)
    }
    spec = {
      groups = [{
        name  = "${var.namespace}.${local.release}"
        rules = local.alerts
      }]
    }
  })

  lifecycle {
    enabled = var.monitoring.enabled && var.monitoring.alerts
  }
}

resource "kubernetes_config_map_v1" "dashboard" {
  metadata {
    name      = "${local.release}-dashboard"
    namespace = coalesce(var.dashboard.namespace, var.namespace)
    labels    = merge(local.labels, var.dashboard.labels)
  }

  data = {
    "minio-operator.json" = file("${path.module}/files/dashboard.json")
  }

  lifecycle {
    enabled = var.dashboard.enabled
  }
}
