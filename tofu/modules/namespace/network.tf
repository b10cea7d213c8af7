# Without rules: nobody in, nobody out. What a workload needs, its own policy allows.
resource "kubernetes_network_policy_v1" "default_deny" {
  metadata {
    name      = "default-deny"
    namespace = local.name
    labels    = local.labels
  }

  spec {
    policy_types = ["Ingress", "Egress"]

    pod_selector {}
  }

  lifecycle {
    enabled = var.default_deny
  }
}

resource "kubernetes_network_policy_v1" "allow_dns" {
  metadata {
    name      = "allow-dns"
    namespace = local.name
    labels    = local.labels
  }

  spec {
    policy_types = ["Egress"]

    pod_selector {}

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
  }

  lifecycle {
    enabled = var.default_deny && var.allow_dns
  }
}
