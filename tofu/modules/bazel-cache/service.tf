locals {
  # HTTP/2 without TLS, so that gateways and meshes balance single calls and not connections.
  grpc_app_protocol = local.tls ? null : "kubernetes.io/h2c"

  # What ServiceMonitor chooses by: of the Services, only one may be scraped.
  scrape_label = { "flywheel.dev/scrape" = "metrics" }
}

resource "kubernetes_service_v1" "this" {
  metadata {
    name      = var.name
    namespace = var.namespace
    labels    = merge(local.defaults.labels, local.scrape_label)
  }

  spec {
    type     = "ClusterIP"
    selector = local.defaults.selector_labels

    port {
      name         = "grpc"
      port         = local.ports.grpc
      target_port  = "grpc"
      app_protocol = local.grpc_app_protocol
    }

    port {
      name         = "http"
      port         = local.ports.http
      target_port  = "http"
      app_protocol = local.tls ? "https" : "http"
    }
  }
}

# Names each pod: for clients that balance by themselves, and for the StatefulSet.
resource "kubernetes_service_v1" "headless" {
  metadata {
    name      = "${var.name}-headless"
    namespace = var.namespace
    labels    = local.defaults.labels
  }

  spec {
    cluster_ip = "None"
    selector   = local.defaults.selector_labels

    port {
      name         = "grpc"
      port         = local.ports.grpc
      target_port  = "grpc"
      app_protocol = local.grpc_app_protocol
    }

    port {
      name         = "http"
      port         = local.ports.http
      target_port  = "http"
      app_protocol = local.tls ? "https" : "http"
    }
  }
}

resource "kubernetes_service_v1" "load_balancer" {
  metadata {
    name        = "${var.name}-grpc"
    namespace   = var.namespace
    labels      = local.defaults.labels
    annotations = var.grpc_load_balancer.annotations
  }

  spec {
    type     = "LoadBalancer"
    selector = local.defaults.selector_labels
    # Keeps the clients' addresses, by which the NetworkPolicy judges.
    external_traffic_policy     = "Local"
    load_balancer_source_ranges = var.grpc_load_balancer.source_ranges

    port {
      name         = "grpc"
      port         = local.ports.grpc
      target_port  = "grpc"
      app_protocol = local.grpc_app_protocol
    }
  }

  lifecycle {
    enabled = var.grpc_load_balancer.enabled
  }
}
