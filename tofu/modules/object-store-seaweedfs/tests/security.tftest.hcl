mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}
mock_provider "random" {}

variables {
  namespace   = "object-store"
  environment = "dev"
  volume      = { servers = 3, size = "600Gi", copies = 2 }
}

run "every_pod_of_the_chart" {
  command = plan

  assert {
    condition     = alltrue([for c in ["master", "volume", "filer", "s3"] : yamldecode(helm_release.this.values[0])[c].podSecurityContext == { enabled = true, runAsNonRoot = true, runAsUser = 1000, runAsGroup = 1000, fsGroup = 1000, fsGroupChangePolicy = "OnRootMismatch", seccompProfile = { type = "RuntimeDefault" } }])
    error_message = "Not root: the chart's own is nothing."
  }

  assert {
    condition     = alltrue([for c in ["master", "volume", "filer", "s3"] : yamldecode(helm_release.this.values[0])[c].containerSecurityContext == { enabled = true, allowPrivilegeEscalation = false, privileged = false, readOnlyRootFilesystem = true, runAsNonRoot = true, capabilities = { drop = ["ALL"] } }])
    error_message = "Nothing to escalate."
  }

  assert {
    condition     = alltrue([for c in ["master", "volume", "filer", "s3"] : yamldecode(helm_release.this.values[0])[c].logs == { type = "emptyDir" } && yamldecode(yamldecode(helm_release.this.values[0])[c].extraVolumes) == [{ name = "tmp", emptyDir = { sizeLimit = "256Mi" } }] && yamldecode(yamldecode(helm_release.this.values[0])[c].extraVolumeMounts) == [{ name = "tmp", mountPath = "/tmp" }]])
    error_message = "No directories of the host."
  }

  assert {
    condition     = alltrue([for c in ["master", "volume", "filer", "s3"] : yamldecode(helm_release.this.values[0])[c].resources.requests.cpu != null && yamldecode(helm_release.this.values[0])[c].resources.requests.memory != null && yamldecode(helm_release.this.values[0])[c].resources.limits.memory != null])
    error_message = "Bounded."
  }

  assert {
    condition     = !yamldecode(helm_release.this.values[0]).global.seaweedfs.createClusterRole && !yamldecode(helm_release.this.values[0]).global.seaweedfs.automountServiceAccountToken && !yamldecode(helm_release.this.values[0]).volume.resizeHook.enabled
    error_message = "No rights in the cluster, and no token."
  }

  assert {
    condition     = alltrue([for b in yamldecode(helm_release.this.values[0]).s3.createBuckets : !b.anonymousRead])
    error_message = "Nobody reads without credentials."
  }
  assert {
    condition     = yamldecode(helm_release.this.values[0]).global.seaweedfs.serviceAccountName == "seaweedfs" && alltrue([for c in ["master", "volume", "filer", "s3"] : yamldecode(helm_release.this.values[0])[c].serviceAccountName == "seaweedfs"])
    error_message = "The service account without a token: gateways would take the namespace's own."
  }
}

run "job" {
  command = plan

  assert {
    condition     = alltrue([for p in values(ephemeral.random_password.bucket) : !p.special && p.length >= 40])
    error_message = "Letters and digits alone: what reads it may give others a meaning."
  }

  assert {
    condition     = kubernetes_cron_job_v1.quota.spec[0].job_template[0].spec[0].template[0].spec[0].automount_service_account_token == false && kubernetes_cron_job_v1.quota.spec[0].job_template[0].spec[0].template[0].spec[0].enable_service_links == false && kubernetes_cron_job_v1.quota.spec[0].job_template[0].spec[0].template[0].spec[0].service_account_name == "seaweedfs-quota" && kubernetes_cron_job_v1.quota.spec[0].job_template[0].spec[0].template[0].spec[0].security_context[0].run_as_non_root && kubernetes_cron_job_v1.quota.spec[0].job_template[0].spec[0].template[0].spec[0].security_context[0].run_as_user == "1000" && kubernetes_cron_job_v1.quota.spec[0].job_template[0].spec[0].template[0].spec[0].security_context[0].seccomp_profile[0].type == "RuntimeDefault"
    error_message = "Its own service account, no token, not root."
  }

  assert {
    condition     = alltrue([for c in kubernetes_cron_job_v1.quota.spec[0].job_template[0].spec[0].template[0].spec[0].container : c.security_context[0].read_only_root_filesystem && !c.security_context[0].allow_privilege_escalation && !c.security_context[0].privileged && c.security_context[0].run_as_non_root && c.security_context[0].capabilities[0].drop == tolist(["ALL"]) && c.resources[0].limits.memory != null])
    error_message = "Nothing to escalate."
  }
}

run "exact_ways" {
  command = plan

  variables {
    network_policy = { ingress_namespaces = ["ci"] }
  }

  assert {
    condition     = toset(kubernetes_network_policy_v1.this.spec[0].policy_types) == toset(["Ingress", "Egress"]) && kubernetes_network_policy_v1.this.spec[0].pod_selector[0].match_labels == tomap({ "app.kubernetes.io/name" = "seaweedfs", "app.kubernetes.io/instance" = "seaweedfs" })
    error_message = "All pods, both ways."
  }

  assert {
    condition     = length(kubernetes_network_policy_v1.this.spec[0].ingress) == 3 && alltrue([for r in kubernetes_network_policy_v1.this.spec[0].ingress : length(r.from) > 0 && length(r.ports) > 0]) && length(kubernetes_network_policy_v1.this.spec[0].egress) == 2 && alltrue([for r in kubernetes_network_policy_v1.this.spec[0].egress : length(r.to) > 0 && length(r.ports) > 0])
    error_message = "A rule without them would mean everyone."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].ingress[0].from[0].pod_selector[0].match_labels == kubernetes_network_policy_v1.this.spec[0].pod_selector[0].match_labels && [for p in kubernetes_network_policy_v1.this.spec[0].ingress[0].ports : p.port] == ["9333", "19333", "8080", "18080", "8888", "18888", "8333", "18333"]
    error_message = "Each other."
  }

  assert {
    condition     = [for f in kubernetes_network_policy_v1.this.spec[0].ingress[1].from : f.namespace_selector[0].match_labels["kubernetes.io/metadata.name"]] == ["attic", "bazel-cache", "packages", "ci"] && [for p in kubernetes_network_policy_v1.this.spec[0].ingress[1].ports : p.port] == ["8333"]
    error_message = "Clients reach the gateway, and nothing else."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].ingress[2].from[0].namespace_selector[0].match_labels == tomap({ "kubernetes.io/metadata.name" = "monitoring" }) && [for p in kubernetes_network_policy_v1.this.spec[0].ingress[2].ports : p.port] == ["9327"]
    error_message = "Prometheus."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].egress[0].to[0].namespace_selector[0].match_labels == tomap({ "kubernetes.io/metadata.name" = "kube-system" }) && toset([for p in kubernetes_network_policy_v1.this.spec[0].egress[0].ports : "${p.port}/${p.protocol}"]) == toset(["53/UDP", "53/TCP"])
    error_message = "Names."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].egress[1].to[0].pod_selector[0].match_labels == kubernetes_network_policy_v1.this.spec[0].pod_selector[0].match_labels && length(kubernetes_network_policy_v1.this.spec[0].egress[1].ports) == 8
    error_message = "Each other."
  }

  assert {
    condition     = alltrue([for k, v in kubernetes_network_policy_v1.this.spec[0].pod_selector[0].match_labels : kubernetes_cron_job_v1.quota.spec[0].job_template[0].spec[0].template[0].metadata[0].labels[k] == v])
    error_message = "The CronJob's pod is one of them."
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
