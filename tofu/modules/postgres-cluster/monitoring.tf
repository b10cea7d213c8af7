# A PodMonitor: the instances' metrics are on no Service's port.
resource "kubectl_manifest" "pod_monitor" {
  server_side_apply = true
  field_manager     = "opentofu"

  yaml_body = yamlencode({
    apiVersion = "monitoring.coreos.com/v1"
    kind       = "PodMonitor"
    metadata = {
      name      = var.name
      namespace = var.namespace
      labels    = merge(local.defaults.labels, var.monitoring.labels)
    }
    spec = {
      selector            = { matchLabels = merge(local.cluster_labels, { "cnpg.io/podRole" = "instance" }) }
      namespaceSelector   = { matchNames = [var.namespace] }
      podMetricsEndpoints = [{ port = "metrics", interval = var.monitoring.interval }]
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
      labels    = merge(local.defaults.labels, var.monitoring.labels)
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
    labels    = merge(local.defaults.labels, var.dashboard.labels)
  }

  data = {
    "postgres-cluster.json" = file("${path.module}/files/dashboard.json")
  }

  lifecycle {
    enabled = var.dashboard.enabled
  }
}
