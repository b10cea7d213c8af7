locals {
  # Who installs: clients in the cluster, the gateway or ingress controller, the blackbox exporter.
  client_namespaces = distinct(concat(
    var.network_policy.ingress_namespaces,
    var.exposure.mode == "gateway" ? [var.exposure.gateway.namespace] : [],
    var.probe.prober_url == null ? [] : [var.network_policy.monitoring_namespace],
  ))
}

# Nothing here connects to anything, not even to a name server; a rule without "from" would mean everyone.
resource "kubernetes_network_policy_v1" "this" {
  for_each = var.network_policy.enabled ? { server = local.selector_labels, publish = local.publish_selector } : {}

  metadata {
    name      = "${var.name}-${each.key}"
    namespace = var.namespace
    labels    = local.defaults[each.key].labels
  }

  spec {
    policy_types = ["Ingress", "Egress"]

    pod_selector {
      match_labels = each.value
    }

    dynamic "ingress" {
      for_each = each.key == "server" && length(local.client_namespaces) > 0 ? [local.client_namespaces] : []
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

    dynamic "egress" {
      for_each = var.network_policy.extra_egress_cidrs
      content {
        to {
          ip_block {
            cidr = egress.value.cidr
          }
        }

        dynamic "ports" {
          for_each = egress.value.ports
          content {
            port     = tostring(ports.value)
            protocol = "TCP"
          }
        }
      }
    }
  }
}
