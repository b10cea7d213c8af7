mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}

variables {
  environment = "dev"
}

run "charts_keep_their_own" {
  command = plan

  assert {
    condition     = alltrue([for key in ["containerSecurityContext", "podSecurityContext", "securityContext", "hostNetwork", "image", "rbac"] : !can(yamldecode(helm_release.operator.values[0])[key]) && !can(yamldecode(helm_release.barman_plugin.values[0])[key])])
    error_message = "Not root, read-only root file system, no capabilities, seccomp: the charts' own, under keys that they know."
  }

  assert {
    condition     = length(setsubtract(keys(yamldecode(helm_release.operator.values[0])), ["replicaCount", "priorityClassName", "resources", "config", "podLabels", "topologySpreadConstraints", "monitoring"])) == 0
    error_message = "A key that the chart does not know would be ignored in silence."
  }
}

run "ways_of_the_operator" {
  command = plan

  variables {
    kubernetes_api_cidrs = ["10.0.0.1/32"]
  }

  assert {
    condition     = toset(kubernetes_network_policy_v1.operator.spec[0].policy_types) == toset(["Ingress", "Egress"]) && kubernetes_network_policy_v1.operator.spec[0].pod_selector[0].match_labels == tomap({ "app.kubernetes.io/name" = "cloudnative-pg", "app.kubernetes.io/instance" = "cnpg" })
    error_message = "Both ways."
  }

  assert {
    condition     = length(kubernetes_network_policy_v1.operator.spec[0].ingress) == 2 && [for p in kubernetes_network_policy_v1.operator.spec[0].ingress[0].ports : p.port] == ["9443"] && [for f in kubernetes_network_policy_v1.operator.spec[0].ingress[0].from : f.ip_block[0].cidr] == ["10.0.0.1/32"]
    error_message = "Webhooks, from the API server."
  }

  assert {
    condition     = [for p in kubernetes_network_policy_v1.operator.spec[0].ingress[1].ports : p.port] == ["8080"] && kubernetes_network_policy_v1.operator.spec[0].ingress[1].from[0].namespace_selector[0].match_labels == tomap({ "kubernetes.io/metadata.name" = "monitoring" })
    error_message = "Prometheus."
  }

  assert {
    condition     = length(kubernetes_network_policy_v1.operator.spec[0].egress) == 4 && alltrue([for r in kubernetes_network_policy_v1.operator.spec[0].egress : length(r.to) > 0 && length(r.ports) > 0])
    error_message = "Names, the API server, instances, the plugin."
  }

  assert {
    condition     = kubernetes_network_policy_v1.operator.spec[0].egress[0].to[0].namespace_selector[0].match_labels == tomap({ "kubernetes.io/metadata.name" = "kube-system" }) && toset([for p in kubernetes_network_policy_v1.operator.spec[0].egress[0].ports : "${p.port}/${p.protocol}"]) == toset(["53/UDP", "53/TCP"])
    error_message = "Names."
  }

  assert {
    condition     = [for t in kubernetes_network_policy_v1.operator.spec[0].egress[1].to : t.ip_block[0].cidr] == ["10.0.0.1/32"] && [for p in kubernetes_network_policy_v1.operator.spec[0].egress[1].ports : p.port] == ["443", "6443"]
    error_message = "The API server."
  }

  assert {
    condition     = kubernetes_network_policy_v1.operator.spec[0].egress[2].to[0].pod_selector[0].match_expressions[0].key == "cnpg.io/cluster" && kubernetes_network_policy_v1.operator.spec[0].egress[2].to[0].pod_selector[0].match_expressions[0].operator == "Exists" && [for p in kubernetes_network_policy_v1.operator.spec[0].egress[2].ports : p.port] == ["5432", "8000"]
    error_message = "Instances, in whichever namespace."
  }

  assert {
    condition     = kubernetes_network_policy_v1.operator.spec[0].egress[3].to[0].pod_selector[0].match_labels == tomap({ "app.kubernetes.io/name" = "plugin-barman-cloud", "app.kubernetes.io/instance" = "barman-cloud" }) && [for p in kubernetes_network_policy_v1.operator.spec[0].egress[3].ports : p.port] == ["9090"]
    error_message = "The plugin."
  }
}

run "ways_of_the_plugin" {
  command = plan

  assert {
    condition     = kubernetes_network_policy_v1.plugin.spec[0].pod_selector[0].match_labels == tomap({ "app.kubernetes.io/name" = "plugin-barman-cloud", "app.kubernetes.io/instance" = "barman-cloud" }) && toset(kubernetes_network_policy_v1.plugin.spec[0].policy_types) == toset(["Ingress", "Egress"])
    error_message = "Both ways."
  }

  assert {
    condition     = length(kubernetes_network_policy_v1.plugin.spec[0].ingress) == 1 && [for p in kubernetes_network_policy_v1.plugin.spec[0].ingress[0].ports : p.port] == ["9090"] && kubernetes_network_policy_v1.plugin.spec[0].ingress[0].from[0].pod_selector[0].match_labels == tomap({ "app.kubernetes.io/name" = "cloudnative-pg", "app.kubernetes.io/instance" = "cnpg" })
    error_message = "The operator alone."
  }

  assert {
    condition     = length(kubernetes_network_policy_v1.plugin.spec[0].egress) == 2 && [for p in kubernetes_network_policy_v1.plugin.spec[0].egress[1].ports : p.port] == ["443", "6443"] && toset([for p in kubernetes_network_policy_v1.plugin.spec[0].egress[0].ports : "${p.port}/${p.protocol}"]) == toset(["53/UDP", "53/TCP"]) && kubernetes_network_policy_v1.plugin.spec[0].egress[0].to[0].namespace_selector[0].match_labels == tomap({ "kubernetes.io/metadata.name" = "kube-system" })
    error_message = "Names and the API server."
  }

  assert {
    condition     = [for t in kubernetes_network_policy_v1.plugin.spec[0].egress[1].to : t.ip_block[0].cidr] == ["0.0.0.0/0", "::/0"]
    error_message = "Whose address nobody told."
  }
}

run "policies_can_be_somebody_elses" {
  command = plan

  variables {
    network_policy = { enabled = false }
  }

  assert {
    condition     = kubernetes_network_policy_v1.operator == null && kubernetes_network_policy_v1.plugin == null
    error_message = "Then they see to it."
  }
}
