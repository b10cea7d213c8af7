resource "kubernetes_horizontal_pod_autoscaler_v2" "this" {
  metadata {
    name      = var.name
    namespace = var.namespace
    labels    = local.defaults.labels
  }

  spec {
    min_replicas = var.replicas.min
    max_replicas = var.replicas.max

    scale_target_ref {
      api_version = "apps/v1"
      kind        = local.workload_kind
      name        = var.name
    }

    # CPU only: memory of a cache is full by design and would never let go.
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

    behavior {
      # A pod that goes takes a warm disk with it: only after half an hour, and one at a time.
      scale_down {
        stabilization_window_seconds = 1800
        select_policy                = "Max"

        policy {
          type           = "Pods"
          value          = 1
          period_seconds = 300
        }
      }

      scale_up {
        stabilization_window_seconds = 60
        select_policy                = "Max"

        policy {
          type           = "Pods"
          value          = 2
          period_seconds = 60
        }
      }
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
