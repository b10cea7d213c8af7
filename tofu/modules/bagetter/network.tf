locals {
  # Who restores and pushes: clients in the cluster, the gateway or ingress controller, the blackbox exporter.
  client_namespaces = distinct(concat(
    var.network_policy.ingress_namespaces,
    var.exposure.mode == "gateway" ? [var.exposure.gateway.namespace] : [],
    var.probe.prober_url == null ? [] : [var.network_policy.monitoring_namespace],
  ))

  # A rule applies to the port of the pod that answers; some network plugins judge by the Service's port.
  s3_ports = local.s3_namespace == null ? [local.s3_port] : distinct([local.s3_port, var.storage.pod_port])
}

# A rule without "from" or "to" would mean everyone: where there is nobody, the whole rule is left out.
resource "kubernetes_network_policy_v1" "this" {
  metadata {
    name      = var.name
    namespace = var.namespace
    labels    = local.defaults.labels
  }

  spec {
    policy_types = ["Ingress", "Egress"]

    pod_selector {
      match_labels = local.defaults.selector_labels
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

    dynamic "egress" {
      for_each = local.sqlite ? [] : [var.database]
      content {
        to {
          namespace_selector {
            match_labels = { "kubernetes.io/metadata.name" = egress.value.namespace }
          }

          pod_selector {
            match_labels = egress.value.pod_selector
          }
        }

        ports {
          port     = tostring(egress.value.port)
          protocol = "TCP"
        }
      }
    }

    dynamic "egress" {
      for_each = local.on_volume ? [] : [true]
      content {
        dynamic "to" {
          for_each = local.s3_namespace == null ? [] : [local.s3_namespace]
          content {
            namespace_selector {
              match_labels = { "kubernetes.io/metadata.name" = to.value }
            }
          }
        }

        dynamic "to" {
          for_each = var.storage.cidrs
          content {
            ip_block {
              cidr = to.value
            }
          }
        }

        dynamic "ports" {
          for_each = local.s3_ports
          content {
            port     = tostring(ports.value)
            protocol = "TCP"
          }
        }
      }
    }

    dynamic "egress" {
      for_each = var.mirror.enabled ? [var.mirror.cidrs] : []
      content {
        dynamic "to" {
          for_each = egress.value
          content {
            ip_block {
              cidr = to.value
            }
          }
        }

        ports {
          port     = tostring(local.mirror_port)
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

  lifecycle {
    enabled = var.network_policy.enabled
  }
}
