mock_provider "kubernetes" {}

variables {
  name        = "bazel-cache"
  environment = "dev"
}

run "restricted" {
  command = plan

  assert {
    condition = alltrue([
      for mode in ["enforce", "warn", "audit"] :
      kubernetes_namespace_v1.this.metadata[0].labels["pod-security.kubernetes.io/${mode}"] == "restricted" && kubernetes_namespace_v1.this.metadata[0].labels["pod-security.kubernetes.io/${mode}-version"] == "latest"
    ])
    error_message = "Got ${jsonencode(kubernetes_namespace_v1.this.metadata[0].labels)}."
  }
  assert {
    condition     = output.pod_security_level == "restricted"
    error_message = "Got ${output.pod_security_level}."
  }
}

run "nobody_in_nobody_out" {
  command = plan

  assert {
    condition     = toset(kubernetes_network_policy_v1.default_deny.spec[0].policy_types) == toset(["Ingress", "Egress"])
    error_message = "Both directions are denied."
  }
  assert {
    condition     = length(kubernetes_network_policy_v1.default_deny.spec[0].ingress) == 0 && length(kubernetes_network_policy_v1.default_deny.spec[0].egress) == 0
    error_message = "A rule would allow something."
  }
  assert {
    condition     = length(coalesce(kubernetes_network_policy_v1.default_deny.spec[0].pod_selector[0].match_labels, {})) == 0 && length(kubernetes_network_policy_v1.default_deny.spec[0].pod_selector[0].match_expressions) == 0
    error_message = "It holds for every pod."
  }
}

run "names_can_be_resolved" {
  command = plan

  assert {
    condition     = kubernetes_network_policy_v1.allow_dns.spec[0].policy_types == tolist(["Egress"]) && length(kubernetes_network_policy_v1.allow_dns.spec[0].ingress) == 0
    error_message = "Only the way out."
  }
  assert {
    condition     = length(kubernetes_network_policy_v1.allow_dns.spec[0].egress) == 1 && toset([for p in kubernetes_network_policy_v1.allow_dns.spec[0].egress[0].ports : "${p.port}/${p.protocol}"]) == toset(["53/UDP", "53/TCP"])
    error_message = "Port 53 of both protocols, and no other."
  }
  assert {
    condition     = length(kubernetes_network_policy_v1.allow_dns.spec[0].egress[0].to) == 1 && tomap(kubernetes_network_policy_v1.allow_dns.spec[0].egress[0].to[0].namespace_selector[0].match_labels) == tomap({ "kubernetes.io/metadata.name" = "kube-system" })
    error_message = "Of kube-system, and of nobody else."
  }
  assert {
    condition     = length(coalesce(kubernetes_network_policy_v1.allow_dns.spec[0].pod_selector[0].match_labels, {})) == 0
    error_message = "For every pod."
  }
}

run "less_is_said_aloud" {
  command = plan

  variables {
    pod_security = { enforce = "baseline", version = "v1.34", reason = "Nexus writes into its root file system." }
  }

  assert {
    condition     = kubernetes_namespace_v1.this.metadata[0].labels["pod-security.kubernetes.io/enforce"] == "baseline" && kubernetes_namespace_v1.this.metadata[0].labels["pod-security.kubernetes.io/enforce-version"] == "v1.34"
    error_message = "Got ${jsonencode(kubernetes_namespace_v1.this.metadata[0].labels)}."
  }
  assert {
    condition     = kubernetes_namespace_v1.this.metadata[0].labels["pod-security.kubernetes.io/warn"] == "restricted" && kubernetes_namespace_v1.this.metadata[0].labels["pod-security.kubernetes.io/audit"] == "restricted"
    error_message = "What would not pass the restricted standard is told all the same."
  }
  assert {
    condition     = kubernetes_namespace_v1.this.metadata[0].annotations["flywheel.dev/pod-security-reason"] == "Nexus writes into its root file system." && output.pod_security_level == "baseline"
    error_message = "The reason stays on the namespace."
  }
}

run "labels_cannot_be_taken_over" {
  command = plan

  variables {
    labels = { "example.com/team" = "build" }
  }

  assert {
    condition     = length([for key in keys(kubernetes_namespace_v1.this.metadata[0].labels) : key if startswith(key, "pod-security.kubernetes.io/")]) == 6
    error_message = "Got ${jsonencode(kubernetes_namespace_v1.this.metadata[0].labels)}."
  }
}
