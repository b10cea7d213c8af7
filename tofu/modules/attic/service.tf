resource "kubernetes_service_v1" "this" {
  metadata {
    name      = var.name
    namespace = var.namespace
    labels    = local.defaults["api"].labels
  }

  spec {
    type     = "ClusterIP"
    selector = local.defaults["api"].selector_labels

    port {
      name         = "http"
      port         = local.ports.service
      target_port  = "http"
      app_protocol = "http"
    }
  }
}

# By CPU alone: a server of chunks keeps its memory, and pods added for it would never go.
resource "kubernetes_horizontal_pod_autoscaler_v2" "this" {
  metadata {
    name      = var.name
    namespace = var.namespace
    labels    = local.defaults["api"].labels
  }

  spec {
    min_replicas = var.replicas.min
    max_replicas = var.replicas.max

    scale_target_ref {
      api_version = "apps/v1"
      kind        = "Deployment"
      name        = kubernetes_deployment_v1.api.metadata[0].name
    }

    metric {
      type = "Resource"
      resource {
        name = "cpu"
        target {
          type                = "Utilization"
          average_utilization = var.replicas.cpu_target
        }
      }
    }
  }
}

resource "kubernetes_pod_disruption_budget_v1" "this" {
  metadata {
    name      = var.name
    namespace = var.namespace
    labels    = local.defaults["api"].labels
  }

  spec {
    max_unavailable = local.defaults["api"].pod_disruption_budget.max_unavailable
    selector {
      match_labels = local.defaults["api"].selector_labels
    }
  }

  lifecycle {
    enabled = local.defaults["api"].pod_disruption_budget.enabled
  }
}
