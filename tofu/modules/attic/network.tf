# The namespace denies everything; each set of pods is given exactly what it needs.
locals {
  egress = {
    api        = { database = true, storage = true, api = false, kubernetes = false }
    migrations = { database = true, storage = false, api = false, kubernetes = false }
    gc         = { database = true, storage = true, api = false, kubernetes = false }
    bootstrap  = { database = false, storage = false, api = true, kubernetes = true }
  }

  dns = local.defaults["api"].dns_egress

  # A rule applies to the port of the pod that answers; some network plugins judge by the Service's port.
  storage_ports = local.s3_namespace == null ? [local.s3_port] : distinct([local.s3_port, var.storage.pod_port])
  api_ports     = [local.ports.container, local.ports.service]

  kubernetes_cidrs = length(var.kubernetes_api_cidrs) > 0 ? var.kubernetes_api_cidrs : ["0.0.0.0/0", "::/0"]

  # Who reads and pushes: clients in the cluster, the gateway or ingress controller, the blackbox exporter.
  client_namespaces = distinct(concat(
    var.network_policy.ingress_namespaces,
    var.exposure.mode == "gateway" ? [var.exposure.gateway.namespace] : [],
    var.probe.prober_url == null ? [] : [var.network_policy.monitoring_namespace],
  ))
}

resource "kubernetes_network_policy_v1" "this" {
  for_each = var.network_policy.enabled ? local.egress : {}

  metadata {
    name      = "${var.name}-${each.key}"
    namespace = var.namespace
    labels    = local.defaults[each.key].labels
  }

  spec {
    # Nothing may come in where no rule below says so.
    policy_types = ["Ingress", "Egress"]

    pod_selector {
      match_labels = local.defaults[each.key].selector_labels
    }

    dynamic "ingress" {
      for_each = each.key == "api" ? [true] : []
      content {
        ports {
          port     = local.ports.container
          protocol = "TCP"
        }
        from {
          pod_selector {
            match_labels = local.defaults["bootstrap"].selector_labels
          }
        }
        dynamic "from" {
          for_each = local.client_namespaces
          content {
            namespace_selector {
              match_labels = { "kubernetes.io/metadata.name" = from.value }
            }
          }
        }
      }
    }

    egress {
      dynamic "ports" {
        for_each = local.dns.ports
        content {
          port     = ports.value.port
          protocol = ports.value.protocol
        }
      }
      to {
        namespace_selector {
          match_labels = local.dns.namespace_labels
        }
      }
    }

    dynamic "egress" {
      for_each = each.value.database ? [true] : []
      content {
        ports {
          port     = var.database.port
          protocol = "TCP"
        }
        to {
          namespace_selector {
            match_labels = { "kubernetes.io/metadata.name" = var.database.namespace }
          }
          pod_selector {
            match_labels = var.database.pod_selector
          }
        }
      }
    }

    dynamic "egress" {
      for_each = each.value.storage ? [true] : []
      content {
        dynamic "ports" {
          for_each = local.storage_ports
          content {
            port     = ports.value
            protocol = "TCP"
          }
        }
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
      }
    }

    dynamic "egress" {
      for_each = each.value.api ? [true] : []
      content {
        dynamic "ports" {
          for_each = local.api_ports
          content {
            port     = ports.value
            protocol = "TCP"
          }
        }
        to {
          pod_selector {
            match_labels = local.defaults["api"].selector_labels
          }
        }
      }
    }

    dynamic "egress" {
      for_each = each.value.kubernetes ? [true] : []
      content {
        dynamic "ports" {
          for_each = [443, 6443]
          content {
            port     = ports.value
            protocol = "TCP"
          }
        }
        dynamic "to" {
          for_each = local.kubernetes_cidrs
          content {
            ip_block {
              cidr = to.value
            }
          }
        }
      }
    }

    dynamic "egress" {
      for_each = each.value.storage ? var.network_policy.extra_egress_cidrs : []
      content {
        dynamic "ports" {
          for_each = egress.value.ports
          content {
            port     = ports.value
            protocol = "TCP"
          }
        }
        to {
          ip_block {
            cidr = egress.value.cidr
          }
        }
      }
    }
  }
}
