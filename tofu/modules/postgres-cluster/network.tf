locals {
  # Instances, and the Jobs that make them.
  cluster_labels = { "cnpg.io/cluster" = var.name }

  ports = { postgresql = 5432, status = 8000, metrics = 9187 }

  kubernetes_cidrs = length(var.kubernetes_api_cidrs) > 0 ? var.kubernetes_api_cidrs : ["0.0.0.0/0", "::/0"]

  # Where backups go. A rule applies to the port of the pod that answers; some network plugins judge by the Service's port.
  s3_endpoint  = coalesce(var.backup.endpoint, "https://s3.amazonaws.com")
  s3_host      = regex("^https?://([^:/]+)", local.s3_endpoint)[0]
  s3_port      = try(tonumber(regex(":([0-9]+)$", local.s3_endpoint)[0]), startswith(local.s3_endpoint, "https://") ? 443 : 80)
  s3_namespace = try(regex("^[^.]+\\.([^.]+)\\.svc(?:\\.|$)", local.s3_host)[0], null)
  s3_ports     = local.s3_namespace == null ? [local.s3_port] : distinct([local.s3_port, var.backup.pod_port])
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
      match_labels = local.cluster_labels
    }

    # Replication, and instances that ask each other.
    ingress {
      from {
        pod_selector {
          match_labels = local.cluster_labels
        }
      }

      dynamic "ports" {
        for_each = [local.ports.postgresql, local.ports.status]
        content {
          port     = tostring(ports.value)
          protocol = "TCP"
        }
      }
    }

    ingress {
      from {
        namespace_selector {
          match_labels = { "kubernetes.io/metadata.name" = var.operator_namespace }
        }
        pod_selector {
          match_labels = { "app.kubernetes.io/name" = "cloudnative-pg" }
        }
      }

      dynamic "ports" {
        for_each = [local.ports.postgresql, local.ports.status]
        content {
          port     = tostring(ports.value)
          protocol = "TCP"
        }
      }
    }

    dynamic "ingress" {
      for_each = length(var.clients) > 0 ? [var.clients] : []
      content {
        dynamic "from" {
          for_each = ingress.value
          content {
            namespace_selector {
              match_labels = { "kubernetes.io/metadata.name" = from.value.namespace }
            }
            pod_selector {
              match_labels = from.value.pod_labels
            }
          }
        }

        ports {
          port     = tostring(local.ports.postgresql)
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
          port     = tostring(local.ports.metrics)
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
          match_labels = local.cluster_labels
        }
      }

      dynamic "ports" {
        for_each = [local.ports.postgresql, local.ports.status]
        content {
          port     = tostring(ports.value)
          protocol = "TCP"
        }
      }
    }

    # Each instance asks the API server who is the primary.
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

    dynamic "egress" {
      for_each = var.backup.enabled ? [local.s3_ports] : []
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
          for_each = var.backup.cidrs
          content {
            ip_block {
              cidr = to.value
            }
          }
        }

        dynamic "ports" {
          for_each = egress.value
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
