locals {
  # Whose pods use buckets: the namespaces that get credentials, and those that are named besides.
  client_namespaces = distinct(concat(
    sort(distinct(flatten([for b in values(var.buckets) : [for t in b.secret_targets : t.namespace]]))),
    var.network_policy.ingress_namespaces,
    var.exposure.mode == "gateway" ? [var.exposure.gateway.namespace] : [],
  ))

  dns = local.defaults["server"].dns_egress

  kubernetes_cidrs = length(var.kubernetes_api_cidrs) > 0 ? var.kubernetes_api_cidrs : ["0.0.0.0/0", "::/0"]
}

# A rule without "from" or "to" would mean everyone: where there is nobody, the whole rule is left out.
resource "kubernetes_network_policy_v1" "server" {
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

    # The servers among themselves, the Job, the operator that asks for their health.
    ingress {
      from {
        pod_selector {
          match_labels = local.pod_labels
        }
      }
      from {
        pod_selector {
          match_labels = local.bootstrap.selector_labels
        }
      }
      from {
        namespace_selector {
          match_labels = { "kubernetes.io/metadata.name" = var.operator_namespace }
        }
        pod_selector {
          match_labels = { "app.kubernetes.io/name" = "operator" }
        }
      }

      ports {
        port     = tostring(local.port)
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
          port     = tostring(local.port)
          protocol = "TCP"
        }
      }
    }

    egress {
      to {
        namespace_selector {
          match_labels = local.dns.namespace_labels
        }
      }

      dynamic "ports" {
        for_each = local.dns.ports
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

      ports {
        port     = tostring(local.port)
        protocol = "TCP"
      }
    }

    # The operator's sidecar reads the Tenant and its Secret from the API server.
    egress {
      dynamic "to" {
        for_each = local.kubernetes_cidrs
        content {
          ip_block {
            cidr = to.value
          }
        }
      }

      dynamic "ports" {
        for_each = [443, 6443]
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

resource "kubernetes_network_policy_v1" "bootstrap" {
  metadata {
    name      = "${var.name}-bootstrap"
    namespace = var.namespace
    labels    = local.bootstrap.labels
  }

  spec {
    policy_types = ["Ingress", "Egress"]

    pod_selector {
      match_labels = local.bootstrap.selector_labels
    }

    egress {
      to {
        namespace_selector {
          match_labels = local.dns.namespace_labels
        }
      }

      dynamic "ports" {
        for_each = local.dns.ports
        content {
          port     = ports.value.port
          protocol = ports.value.protocol
        }
      }
    }

    # A rule applies to the port of the pod that answers; some network plugins judge by the Service's port.
    egress {
      to {
        pod_selector {
          match_labels = local.pod_labels
        }
      }

      dynamic "ports" {
        for_each = [local.service.port, local.port]
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
