locals {
  # Whose pods use buckets: the namespaces that get credentials, and those that are named besides.
  client_namespaces = distinct(concat(
    sort(distinct(flatten([for b in values(var.buckets) : [for t in b.secret_targets : t.namespace]]))),
    var.network_policy.ingress_namespaces,
    var.exposure.mode == "gateway" ? [var.exposure.gateway.namespace] : [],
  ))

  # HTTP and gRPC of master, volume server, filer and gateway.
  inner_ports = [9333, 19333, 8080, 18080, 8888, 18888, 8333, 18333]
}

# One policy for all pods: they need each other. A rule without "from" would mean everyone: where there is nobody, it is left out.
resource "kubernetes_network_policy_v1" "this" {
  metadata {
    name      = var.name
    namespace = var.namespace
    labels    = local.labels
  }

  spec {
    policy_types = ["Ingress", "Egress"]

    pod_selector {
      match_labels = local.pod_labels
    }

    ingress {
      from {
        pod_selector {
          match_labels = local.pod_labels
        }
      }

      dynamic "ports" {
        for_each = local.inner_ports
        content {
          port     = tostring(ports.value)
          protocol = "TCP"
        }
      }
    }

    dynamic "ingress" {
      for_each = length(local.client_namespaces) > 0 ? [local.client_namespaces] : []
      content {
        dynamic "from" {
          for_each = ingress.value
          content {
            namespace_selector {
              match_labels = { "kubernetes.io/metadata.name" = from.value }
            }
          }
        }

        ports {
          port     = tostring(local.port)
          protocol = "TCP"
        }
      }
    }

    dynamic "ingress" {
      for_each = var.monitoring.enabled ? [var.network_policy.monitoring_namespace] : []
      content {
        from {
          namespace_selector {
            match_labels = { "kubernetes.io/metadata.name" = ingress.value }
          }
        }

        ports {
          port     = "9327"
          protocol = "TCP"
        }
      }
    }

    egress {
      to {
        namespace_selector {
          match_labels = local.defaults.dns_egress.namespace_labels
        }
      }

      dynamic "ports" {
        for_each = local.defaults.dns_egress.ports
        content {
          port     = ports.value.port
          protocol = ports.value.protocol
        }
      }
    }

    egress {
      to {
        pod_selector {
          match_labels = local.pod_labels
        }
      }

      dynamic "ports" {
        for_each = local.inner_ports
        content {
          port     = tostring(ports.value)
          protocol = "TCP"
        }
      }
    }
  }

  lifecycle {
    enabled = var.network_policy.enabled
  }
}
