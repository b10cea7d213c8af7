mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}

variables {
  environment                  = "dev"
  accept_unmaintained_operator = true
}

run "pods" {
  command = plan

  assert {
    condition     = yamldecode(helm_release.this.values[0]).operator.containerSecurityContext == { runAsUser = 1000, runAsGroup = 1000, runAsNonRoot = true, allowPrivilegeEscalation = false, readOnlyRootFilesystem = true, capabilities = { drop = ["ALL"] }, seccompProfile = { type = "RuntimeDefault" } }
    error_message = "Got ${jsonencode(yamldecode(helm_release.this.values[0]).operator.containerSecurityContext)}."
  }

  assert {
    condition     = yamldecode(helm_release.this.values[0]).operator.volumes == [{ name = "tmp", emptyDir = { sizeLimit = "1Gi" } }] && yamldecode(helm_release.this.values[0]).operator.volumeMounts == [{ name = "tmp", mountPath = "/tmp" }]
    error_message = "The root file system is read-only: a bounded /tmp."
  }

  assert {
    condition     = yamldecode(helm_release.this.values[0]).operator.env == [{ name = "OPERATOR_STS_ENABLED", value = "off" }]
    error_message = "No service for temporary credentials."
  }

  assert {
    condition     = length(setsubtract(keys(yamldecode(helm_release.this.values[0]).operator), ["replicaCount", "image", "sidecarImage", "additionalLabels", "resources", "env", "containerSecurityContext", "volumes", "volumeMounts"])) == 0
    error_message = "A key that the chart does not know would be ignored in silence."
  }
}

run "exact_ways" {
  command = plan

  variables {
    kubernetes_api_cidrs = ["10.0.0.1/32"]
    registry_cidrs       = ["203.0.113.0/24"]
  }

  assert {
    condition     = toset(kubernetes_network_policy_v1.this.spec[0].policy_types) == toset(["Ingress", "Egress"]) && length(kubernetes_network_policy_v1.this.spec[0].ingress) == 0 && kubernetes_network_policy_v1.this.spec[0].pod_selector[0].match_labels == tomap({ "app.kubernetes.io/name" = "operator", "app.kubernetes.io/instance" = "minio-operator" })
    error_message = "Nobody in."
  }

  assert {
    condition     = length(kubernetes_network_policy_v1.this.spec[0].egress) == 4 && alltrue([for r in kubernetes_network_policy_v1.this.spec[0].egress : length(r.to) > 0 && length(r.ports) > 0])
    error_message = "Names, the API server, registries, servers."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].egress[0].to[0].namespace_selector[0].match_labels == tomap({ "kubernetes.io/metadata.name" = "kube-system" }) && toset([for p in kubernetes_network_policy_v1.this.spec[0].egress[0].ports : "${p.port}/${p.protocol}"]) == toset(["53/UDP", "53/TCP"])
    error_message = "Names."
  }

  assert {
    condition     = [for t in kubernetes_network_policy_v1.this.spec[0].egress[1].to : t.ip_block[0].cidr] == ["10.0.0.1/32"] && [for p in kubernetes_network_policy_v1.this.spec[0].egress[1].ports : p.port] == ["443", "6443"]
    error_message = "The API server."
  }

  assert {
    condition     = [for t in kubernetes_network_policy_v1.this.spec[0].egress[2].to : t.ip_block[0].cidr] == ["203.0.113.0/24"] && [for p in kubernetes_network_policy_v1.this.spec[0].egress[2].ports : p.port] == ["443"]
    error_message = "The registry."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].egress[3].to[0].pod_selector[0].match_expressions[0].key == "v1.min.io/tenant" && kubernetes_network_policy_v1.this.spec[0].egress[3].to[0].pod_selector[0].match_expressions[0].operator == "Exists" && [for p in kubernetes_network_policy_v1.this.spec[0].egress[3].ports : p.port] == ["80", "443", "9000"]
    error_message = "Servers, in whichever namespace."
  }
}

run "ways_by_default" {
  command = plan

  assert {
    condition     = [for t in kubernetes_network_policy_v1.this.spec[0].egress[1].to : t.ip_block[0].cidr] == ["0.0.0.0/0", "::/0"] && [for t in kubernetes_network_policy_v1.this.spec[0].egress[2].to : t.ip_block[0].cidr] == ["0.0.0.0/0", "::/0"]
    error_message = "Addresses nobody told."
  }
}

run "policy_can_be_somebody_elses" {
  command = plan

  variables {
    network_policy = { enabled = false }
  }

  assert {
    condition     = kubernetes_network_policy_v1.this == null
    error_message = "Then they see to it."
  }
}
