# Attic has no metrics of its own: what Kubernetes says of its objects (kube-state-metrics), and a look from outside.
locals {
  probe_enabled = var.probe.prober_url != null
  probe_cache   = try([for name, cache in var.caches : name if cache.public][0], "none")
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
      labels    = merge(local.labels, var.monitoring.labels)
    }
    spec = {
      jobName  = local.probe_job
      interval = var.monitoring.interval
      module   = var.probe.module
      prober   = { url = var.probe.prober_url }
      targets = {
        staticConfig = {
          # In the cluster where nothing is exposed, as clients come in otherwise.
          static = ["${local.exposed ? var.public_url : local.internal_url}${local.probe_cache}/nix-cache-info"]
        }
      }
    }
  })

  lifecycle {
    enabled = local.probe_enabled
  }
}

resource "kubectl_manifest" "alerts" {
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
        name = var.name
        rules = [
          for name, alert in local.alerts : {
            alert  = name
            expr   = alert.expr
            for    = alert.for
            labels = { severity = alert.severity }
            annotations = merge(
              { summary = alert.summary },
              var.monitoring.runbook_base_url == null ? {} : { runbook_url = "${var.monitoring.runbook_base_url}/${name}.md" },
            )
          }
        ]
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
    "attic.json" = file("${path.module}/files/dashboard.json")
  }

  lifecycle {
    enabled = var.dashboard.enabled
  }
}
