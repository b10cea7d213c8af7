# A PodMonitor: of the operator's two Services both lead to every pod.
resource "kubectl_manifest" "pod_monitor" {
  server_side_apply = true
  field_manager     = "opentofu"

  yaml_body = yamlencode({
    apiVersion = "monitoring.coreos.com/v1"
    kind       = "PodMonitor"
    metadata = {
      name      = var.name
      namespace = var.namespace
      labels    = merge(local.labels, var.monitoring.labels)
    }
    spec = {
      selector          = { matchLabels = local.pod_labels }
      namespaceSelector = { matchNames = [var.namespace] }
      podMetricsEndpoints = [
        for path in ["/minio/v2/metrics/cluster", "/minio/v2/metrics/bucket"] : merge(
          {
            port     = "minio-port"
            path     = path
            scheme   = local.scheme
            interval = var.monitoring.interval
          },
          { for key, value in local.scrape_tls : key => value if local.tls },
        )
      ]
    }
  })

  lifecycle {
    enabled = var.monitoring.enabled
  }
}

locals {
  scrape_tls = {
    tlsConfig = {
      ca         = { secret = { name = var.tls.secret_name, key = "ca.crt" } }
      serverName = local.server_name
    }
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
    "minio-tenant.json" = file("${path.module}/files/dashboard.json")
  }

  lifecycle {
    enabled = var.dashboard.enabled
  }
}
