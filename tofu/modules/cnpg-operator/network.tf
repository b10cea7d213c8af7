locals {
  kubernetes_cidrs = length(var.kubernetes_api_cidrs) > 0 ? var.kubernetes_api_cidrs : ["0.0.0.0/0", "::/0"]
}

resource "kubernetes_network_policy_v1" "operator" {
  metadata {
    name      = "cnpg"
    namespace = var.namespace
    labels    = local.labels
  }

  spec {
    policy_types = ["Ingress", "Egress"]

    pod_selector {
      match_labels = local.selectors.operator
    }

    # Webhooks. The API server is no pod: where it comes from is not known beforehand, so kubernetes_api_cidrs may say it.
    ingress {
      dynamic "from" {
        for_each = local.kubernetes_cidrs
        content {
          ip_block {
            cidr = from.value
          }
        }
      }

      ports {
        port     = "9443"
        protocol = "TCP"
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
          port     = "8080"
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

    # Instances, wherever clusters are.
    egress {
      to {
        namespace_selector {}
        pod_selector {
          match_expressions {
            key      = "cnpg.io/cluster"
            operator = "Exists"
          }
        }
      }

      dynamic "ports" {
        for_each = [5432, 8000]
        content {
          port     = tostring(ports.value)
          protocol = "TCP"
        }
      }
    }

    dynamic "egress" {
      for_each = var.install_barman_plugin ? [local.selectors.plugin] : []
      content {
        to {
          pod_selector {
            match_labels = egress.value
          }
        }

        ports {
          port     = "9090"
          protocol = "TCP"
        }
      }
    }
  }

  lifecycle {
    enabled = var.network_policy.enabled
  }
}

resource "kubernetes_network_policy_v1" "plugin" {
  metadata {
    name      = "barman-cloud"
    namespace = var.namespace
    labels    = local.labels
  }

  spec {
    policy_types = ["Ingress", "Egress"]

    pod_selector {
      match_labels = local.selectors.plugin
    }

    ingress {
      from {
        pod_selector {
          match_labels = local.selectors.operator
        }
      }

      ports {
        port     = "9090"
        protocol = "TCP"
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
    enabled = var.network_policy.enabled && var.install_barman_plugin
  }
}
