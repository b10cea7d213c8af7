# The chart makes the PodMonitor. Each alert has a page in runbooks/, each metric a line in metrics.txt.
locals {
  job = "namespace=\"${var.namespace}\",job=\"${var.namespace}/${local.releases.operator.name}-${local.releases.operator.chart}\""

  alert_rules = {
    CnpgOperatorDown = {
      expr        = "absent(up{${local.job}} == 1)"
      for         = "10m"
      severity    = "critical"
      summary     = "The CloudNativePG operator in ${var.namespace} does not answer."
      description = "Databases go on, but nobody fails them over, and changes of clusters are refused."
    }
    CnpgReconcileErrors = {
      expr        = "sum by (controller) (rate(controller_runtime_reconcile_errors_total{${local.job}}[10m])) > 0.1"
      for         = "30m"
      severity    = "warning"
      summary     = "The CloudNativePG operator's controller {{ $labels.controller }} fails again and again."
      description = "What a cluster should be and what it is differ."
    }
  }

  alerts = [
    for name, rule in local.alert_rules : {
      alert  = name
      expr   = rule.expr
      for    = rule.for
      labels = { severity = rule.severity }
      annotations = merge(
        { summary = rule.summary, description = rule.description },
        var.monitoring.runbook_base_url == null ? {} : { runbook_url = "${var.monitoring.runbook_base_url}/${name}.md" },
      )
    }
  ]
}

resource "kubectl_manifest" "prometheus_rule" {
  server_side_apply = true
  field_manager     = "opentofu"

  yaml_body = yamlencode({
    apiVersion = "monitoring.coreos.com/v1"
    kind       = "PrometheusRule"
    metadata = {
      name      = "cnpg"
      namespace = var.namespace
      labels    = merge(local.labels, var.monitoring.labels)
    }
    spec = {
      groups = [{
        name  = "${var.namespace}.cnpg"
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
    name      = "cnpg-operator-dashboard"
    namespace = coalesce(var.dashboard.namespace, var.namespace)
    labels    = merge(local.labels, var.dashboard.labels)
  }

  data = {
    "cnpg-operator.json" = file("${path.module}/files/dashboard.json")
  }

  lifecycle {
    enabled = var.dashboard.enabled
  }
}
