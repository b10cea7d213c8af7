locals {
  # Who comes in by the web pods: clients in the cluster, the gateway or ingress controller, the blackbox exporter.
  client_namespaces = distinct(concat(
    var.network_policy.ingress_namespaces,
    var.exposure.mode == "gateway" ? [var.exposure.gateway.namespace] : [],
    var.probe.prober_url == null ? [] : [var.network_policy.monitoring_namespace],
  ))

  s3_namespace = try(regex("^https?://[^.]+\\.([^.]+)\\.svc(?:[.:/]|$)", var.storage.endpoint)[0], null)
  s3_port      = try(tonumber(regex("^https?://[^/:]+:([0-9]+)", var.storage.endpoint)[0]), startswith(coalesce(var.storage.endpoint, "https://"), "http://") ? 80 : 443)

  egress = concat(
    [{ namespace = var.database.namespace, pods = var.database.pod_selector, cidrs = [], ports = [var.database.port] }],
    [{ namespace = null, pods = local.pod_selector, cidrs = [], ports = values(local.ports) }],
    local.s3 ? [{ namespace = local.s3_namespace, pods = null, cidrs = var.storage.cidrs, ports = local.s3_namespace == null ? [local.s3_port] : distinct([local.s3_port, var.storage.pod_port]) }] : [],
    length(var.remote_cidrs) == 0 ? [] : [{ namespace = null, pods = null, cidrs = var.remote_cidrs, ports = [443] }],
    [for rule in var.network_policy.extra_egress_cidrs : { namespace = null, pods = null, cidrs = [rule.cidr], ports = rule.ports }],
  )
}

# For all pods that the operator makes. A rule without "from" or "to" would mean everyone.
resource "kubernetes_network_policy_v1" "this" {
  metadata {
    name      = var.name
    namespace = var.namespace
    labels    = local.labels
  }

  spec {
    policy_types = ["Ingress", "Egress"]

    pod_selector {
      match_labels = local.pod_selector
    }

    # Among themselves.
    ingress {
      from {
        pod_selector {
          match_labels = local.pod_selector
        }
      }

      dynamic "ports" {
        for_each = local.ports
        content {
          port     = tostring(ports.value)
          protocol = "TCP"
        }
      }
    }

    # The operator, which asks for the status.
    ingress {
      from {
        pod_selector {
          match_labels = local.operator_selector
        }
      }

      ports {
        port     = tostring(local.ports.web)
        protocol = "TCP"
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
          port     = tostring(local.ports.web)
          protocol = "TCP"
        }
      }
    }

    egress {
      to {
        namespace_selector {
          match_labels = { "kubernetes.io/metadata.name" = "kube-system" }
        }
      }

      dynamic "ports" {
        for_each = ["UDP", "TCP"]
        content {
          port     = "53"
          protocol = ports.value
        }
      }
    }

    dynamic "egress" {
      for_each = local.egress
      content {
        dynamic "to" {
          for_each = egress.value.namespace == null && egress.value.pods == null ? [] : [egress.value]
          content {
            dynamic "namespace_selector" {
              for_each = to.value.namespace == null ? [] : [to.value.namespace]
              content {
                match_labels = { "kubernetes.io/metadata.name" = namespace_selector.value }
              }
            }

            dynamic "pod_selector" {
              for_each = to.value.pods == null ? [] : [to.value.pods]
              content {
                match_labels = pod_selector.value
              }
            }
          }
        }

        dynamic "to" {
          for_each = egress.value.cidrs
          content {
            ip_block {
              cidr = to.value
            }
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
