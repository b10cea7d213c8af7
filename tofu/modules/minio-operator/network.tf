locals {
  kubernetes_cidrs = length(var.kubernetes_api_cidrs) > 0 ? var.kubernetes_api_cidrs : ["0.0.0.0/0", "::/0"]
}

# Nobody connects to the operator: it has no webhook, and its service for temporary credentials is off.
resource "kubernetes_network_policy_v1" "this" {
  metadata {
    name      = local.release
    namespace = var.namespace
    labels    = local.labels
  }

  spec {
    policy_types = ["Ingress", "Egress"]

    pod_selector {
      match_labels = local.selector
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

    # Registries: before servers get another image, the operator pulls it itself.
    egress {
      dynamic "to" {
        for_each = var.registry_cidrs
        content {
          ip_block {
            cidr = to.value
          }
        }
      }

      ports {
        port     = "443"
        protocol = "TCP"
      }
    }

    # Servers, wherever Tenants are, whose health it asks for.
    egress {
      to {
        namespace_selector {}
        pod_selector {
          match_expressions {
            key      = "v1.min.io/tenant"
            operator = "Exists"
          }
        }
      }

      # A rule applies to the port of the pod; some network plugins judge by the Service's port.
      dynamic "ports" {
        for_each = [80, 443, 9000]
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
