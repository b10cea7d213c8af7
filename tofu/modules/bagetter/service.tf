resource "kubernetes_service_v1" "this" {
  metadata {
    name      = var.name
    namespace = var.namespace
    labels    = local.defaults.labels
  }

  spec {
    type     = "ClusterIP"
    selector = local.defaults.selector_labels

    port {
      name         = "http"
      port         = 80
      target_port  = "http"
      app_protocol = "http"
    }
  }
}

resource "kubernetes_pod_disruption_budget_v1" "this" {
  metadata {
    name      = var.name
    namespace = var.namespace
    labels    = local.defaults.labels
  }

  spec {
    max_unavailable = local.defaults.pod_disruption_budget.max_unavailable

    selector {
      match_labels = local.defaults.selector_labels
    }
  }

  lifecycle {
    enabled = local.defaults.pod_disruption_budget.enabled
  }
}
