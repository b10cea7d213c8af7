locals {
  # Who reads and publishes: clients in the cluster, the gateway or ingress controller.
  client_namespaces = distinct(concat(
    var.network_policy.ingress_namespaces,
    var.exposure.mode == "gateway" ? [var.exposure.gateway.namespace] : [],
    var.monitoring.enabled ? [var.network_policy.monitoring_namespace] : [],
  ))

  # A rule applies to the port of the pod that answers; some network plugins judge by the Service's port.
  s3_ports = local.s3_namespace == null ? [local.s3_port] : distinct([local.s3_port, var.blobstore.pod_port])

  proxies     = [for repo in values(var.repositories) : repo.remote_url if repo.type == "proxy"]
  proxy_ports = distinct([for url in local.proxies : try(tonumber(regex("^https?://[^/:]+:([0-9]+)", url)[0]), startswith(url, "http://") ? 80 : 443)])

  # Who => where to: kind of rule, peers and ports.
  egress = {
    server = concat(
      [{ namespace = var.database.namespace, pods = var.database.pod_selector, cidrs = [], ports = [var.database.port] }],
      [{ namespace = local.s3_namespace, pods = null, cidrs = var.blobstore.cidrs, ports = local.s3_ports }],
      length(local.proxies) == 0 ? [] : [{ namespace = null, pods = null, cidrs = var.proxy_cidrs, ports = local.proxy_ports }],
      [for rule in var.network_policy.extra_egress_cidrs : { namespace = null, pods = null, cidrs = [rule.cidr], ports = rule.ports }],
    )
    bootstrap = [{ namespace = null, pods = local.selector_labels, cidrs = [], ports = [80, local.port] }]
  }
}

# A rule without "from" or "to" would mean everyone.
resource "kubernetes_network_policy_v1" "this" {
  for_each = var.network_policy.enabled ? local.egress : {}

  metadata {
    name      = "${var.name}-${each.key}"
    namespace = var.namespace
    labels    = local.defaults[each.key].labels
  }

  spec {
    policy_types = ["Ingress", "Egress"]

    pod_selector {
      match_labels = local.defaults[each.key].selector_labels
    }

    dynamic "ingress" {
      for_each = each.key == "server" ? [true] : []
      content {
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

        ports {
          port     = tostring(local.port)
          protocol = "TCP"
        }
      }
    }

    egress {
      to {
        namespace_selector {
          match_labels = local.defaults[each.key].dns_egress.namespace_labels
        }
      }

      dynamic "ports" {
        for_each = local.defaults[each.key].dns_egress.ports
        content {
          port     = ports.value.port
          protocol = ports.value.protocol
        }
      }
    }

    dynamic "egress" {
      for_each = each.value
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
}
