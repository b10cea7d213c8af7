# BaGetter has no metrics of its own: what Kubernetes says of its objects (kube-state-metrics), and a look from outside.
locals {
  probe_enabled = var.probe.prober_url != null
  probe_job     = "${var.namespace}/${var.name}"
}

resource "kubectl_manifest" "probe" {
  server_side_apply = true
  field_manager     = "opentofu"

  yaml_body = yamlencode({
    apiVersion = "monitoring.coreos.com/v1"
    kind       = "Probe"
    metadata = {
      name      = var.name
      namespace = var.namespace
      labels    = merge(local.defaults.labels, var.monitoring.labels)
    }
    spec = {
      jobName  = local.probe_job
      interval = var.monitoring.interval
      module   = var.probe.module
      prober   = { url = var.probe.prober_url }
      targets  = { staticConfig = { static = ["${local.url}/health"] } }
    }
  })

  lifecycle {
    enabled = local.probe_enabled
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
    "bagetter.json" = file("${path.module}/files/dashboard.json")
  }

  lifecycle {
    enabled = var.dashboard.enabled
  }
}
