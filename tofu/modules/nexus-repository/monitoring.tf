resource "kubectl_manifest" "service_monitor" {
  server_side_apply = true
  field_manager     = "opentofu"

  yaml_body = yamlencode({
    apiVersion = "monitoring.coreos.com/v1"
    kind       = "ServiceMonitor"
    metadata = {
      name      = var.name
      namespace = var.namespace
      labels    = merge(local.labels, var.monitoring.labels)
    }
    spec = {
      selector          = { matchLabels = merge({ for key, value in local.selector_labels : key => value if key != "app.kubernetes.io/component" }, local.scrape_label) }
      namespaceSelector = { matchNames = [var.namespace] }
      endpoints = [{
        port     = "http"
        path     = "/service/metrics/prometheus"
        interval = var.monitoring.interval
        basicAuth = {
          username = { name = var.metrics_secret_name, key = "username" }
          password = { name = var.metrics_secret_name, key = "password" }
        }
      }]
    }
  })

  lifecycle {
    enabled = var.monitoring.enabled
  }
}

resource "kubectl_manifest" "prometheus_rule" {
  server_side_apply = true
  field_manager     = "opentofu"

  yaml_body = yamlencode({
    apiVersion = "monitoring.coreos.com/v1"
    kind       = "PrometheusRule"
    metadata = {
      name      = var.name
      namespace = var.namespace
      labels    = merge(local.labels, var.monitoring.labels)
    }
    spec = {
      groups = [{
        name  = "${var.namespace}.${var.name}"
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
    name      = "${var.name}-dashboard"
    namespace = coalesce(var.dashboard.namespace, var.namespace)
    labels    = merge(local.labels, var.dashboard.labels)
  }

  data = {
    "nexus-repository.json" = file("${path.module}/files/dashboard.json")
  }

  lifecycle {
    enabled = var.dashboard.enabled
  }
}
