locals {
  # What Prometheus presents where reading needs credentials.
  scrape_secret = !var.monitoring.enabled || var.auth.mode == "none" || var.auth.allow_unauthenticated_reads ? null : var.auth.metrics_secret

  # Attributes of the endpoint that are there or not: a for expression, since both arms of a condition must have one type.
  scrape_endpoint = {
    for name, part in {
      basicAuth = {
        wanted = local.scrape_secret != null && var.auth.mode == "htpasswd"
        value = {
          username = { name = local.scrape_secret, key = "username" }
          password = { name = local.scrape_secret, key = "password" }
        }
      }
      tlsConfig = {
        wanted = local.tls
        value  = merge(local.scrape_server, local.scrape_certificate)
      }
    } : name => part.value if part.wanted
  }

  scrape_server = {
    ca         = { secret = { name = var.auth.tls_secret, key = "ca.crt" } }
    serverName = "${var.name}.${var.namespace}.svc"
  }
  scrape_certificate = {
    for name, value in {
      cert      = { secret = { name = local.scrape_secret, key = "tls.crt" } }
      keySecret = { name = local.scrape_secret, key = "tls.key" }
    } : name => value if local.scrape_secret != null && var.auth.mode == "mtls"
  }
}

resource "kubectl_manifest" "service_monitor" {
  server_side_apply = true
  field_manager     = "opentofu"

  yaml_body = yamlencode({
    apiVersion = "monitoring.coreos.com/v1"
    kind       = "ServiceMonitor"
    metadata = {
      name      = var.name
      namespace = var.namespace
      labels    = merge(local.defaults.labels, var.monitoring.labels)
    }
    spec = {
      selector          = { matchLabels = merge(local.defaults.selector_labels, local.scrape_label) }
      namespaceSelector = { matchNames = [var.namespace] }
      endpoints = [merge(
        {
          port     = "http"
          path     = "/metrics"
          scheme   = local.tls ? "https" : "http"
          interval = var.monitoring.interval
        },
        local.scrape_endpoint,
      )]
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
    "bazel-cache.json" = file("${path.module}/files/dashboard.json")
  }

  lifecycle {
    enabled = var.dashboard.enabled
  }
}
