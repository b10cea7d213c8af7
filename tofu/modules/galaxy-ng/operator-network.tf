# The operator is in the same namespace, which denies everything, and its pods are not those that it makes: without this it would
# reach neither the API server nor the service whose status it asks for.
resource "kubernetes_network_policy_v1" "operator" {
  metadata {
    name      = "${var.name}-operator"
    namespace = var.namespace
    labels    = local.labels
  }

  spec {
    policy_types = ["Ingress", "Egress"]

    pod_selector {
      match_labels = local.operator_selector
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
        for_each = length(var.kubernetes_api_cidrs) > 0 ? var.kubernetes_api_cidrs : ["0.0.0.0/0", "::/0"]
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

    # A rule applies to the port of the pod that answers; some network plugins judge by the Service's port.
    egress {
      to {
        pod_selector {
          match_labels = local.pod_selector
        }
      }

      dynamic "ports" {
        for_each = [local.ports.web, local.service_port]
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
