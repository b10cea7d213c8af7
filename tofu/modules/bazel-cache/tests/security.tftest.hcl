mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  name        = "bazel-cache"
  namespace   = "bazel-cache"
  environment = "dev"
  s3          = { endpoint = "minio.object-store.svc:80", bucket = "bazel-cache", tls = false, credentials_secret = "bazel-cache-s3" }
  auth        = { mode = "htpasswd", htpasswd_secret = "bazel-cache-htpasswd" }
}

run "deployment" {
  command = plan

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].security_context[0].run_as_non_root && kubernetes_deployment_v1.this.spec[0].template[0].spec[0].security_context[0].run_as_user == "65532" && kubernetes_deployment_v1.this.spec[0].template[0].spec[0].security_context[0].run_as_group == "65532"
    error_message = "The pod runs as the image's own user, not root."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].security_context[0].fs_group == "65532" && kubernetes_deployment_v1.this.spec[0].template[0].spec[0].security_context[0].fs_group_change_policy == "OnRootMismatch"
    error_message = "Volumes belong to the pod's group."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].security_context[0].seccomp_profile[0].type == "RuntimeDefault"
    error_message = "seccomp is on."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].automount_service_account_token == false && kubernetes_deployment_v1.this.spec[0].template[0].spec[0].service_account_name == kubernetes_service_account_v1.this.metadata[0].name
    error_message = "Its own service account, and no token."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].enable_service_links == false
    error_message = "Service links are variables that bazel-remote could take for settings."
  }

  assert {
    condition     = alltrue([for c in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container : c.security_context[0].read_only_root_filesystem && !c.security_context[0].allow_privilege_escalation && !c.security_context[0].privileged && c.security_context[0].run_as_non_root])
    error_message = "Every container: read-only root file system, no escalation."
  }

  assert {
    condition     = alltrue([for c in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container : c.security_context[0].capabilities[0].drop == tolist(["ALL"])])
    error_message = "Every container drops all capabilities."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].host_network != true && kubernetes_deployment_v1.this.spec[0].template[0].spec[0].host_pid != true && kubernetes_deployment_v1.this.spec[0].template[0].spec[0].host_ipc != true
    error_message = "Nothing of the host is shared."
  }

  assert {
    condition     = alltrue([for v in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].volume : length(v.host_path) == 0])
    error_message = "No directory of the host is mounted."
  }

  assert {
    condition     = alltrue([for c in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container : c.resources[0].requests.cpu != null && c.resources[0].requests.memory != null && c.resources[0].limits.memory != null])
    error_message = "Requests and a limit of memory."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].termination_grace_period_seconds == 75
    error_message = "15 s for the queue of uploads, 60 s for requests."
  }

  assert {
    condition     = [for t in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].topology_spread_constraint : t.topology_key] == ["kubernetes.io/hostname", "topology.kubernetes.io/zone"]
    error_message = "Pods spread over nodes and zones."
  }

  assert {
    condition     = alltrue([for t in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].topology_spread_constraint : t.label_selector[0].match_labels == tomap(kubernetes_deployment_v1.this.spec[0].selector[0].match_labels)])
    error_message = "Spreading counts the pods of this workload."
  }
}

run "stateful_set" {
  command = plan

  variables {
    cache_volume = { type = "pvc", size_gib = 100, storage_class = "fast" }
  }

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].security_context[0].run_as_non_root && kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].security_context[0].run_as_user == "65532" && kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].security_context[0].run_as_group == "65532"
    error_message = "The pod runs as the image's own user, not root."
  }

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].security_context[0].fs_group == "65532" && kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].security_context[0].fs_group_change_policy == "OnRootMismatch"
    error_message = "Volumes belong to the pod's group."
  }

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].security_context[0].seccomp_profile[0].type == "RuntimeDefault"
    error_message = "seccomp is on."
  }

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].automount_service_account_token == false && kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].service_account_name == kubernetes_service_account_v1.this.metadata[0].name
    error_message = "Its own service account, and no token."
  }

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].enable_service_links == false
    error_message = "Service links are variables that bazel-remote could take for settings."
  }

  assert {
    condition     = alltrue([for c in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container : c.security_context[0].read_only_root_filesystem && !c.security_context[0].allow_privilege_escalation && !c.security_context[0].privileged && c.security_context[0].run_as_non_root])
    error_message = "Every container: read-only root file system, no escalation."
  }

  assert {
    condition     = alltrue([for c in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container : c.security_context[0].capabilities[0].drop == tolist(["ALL"])])
    error_message = "Every container drops all capabilities."
  }

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].host_network != true && kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].host_pid != true && kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].host_ipc != true
    error_message = "Nothing of the host is shared."
  }

  assert {
    condition     = alltrue([for v in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].volume : length(v.host_path) == 0])
    error_message = "No directory of the host is mounted."
  }

  assert {
    condition     = alltrue([for c in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container : c.resources[0].requests.cpu != null && c.resources[0].requests.memory != null && c.resources[0].limits.memory != null])
    error_message = "Requests and a limit of memory."
  }

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].termination_grace_period_seconds == 75
    error_message = "15 s for the queue of uploads, 60 s for requests."
  }

  assert {
    condition     = [for t in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].topology_spread_constraint : t.topology_key] == ["kubernetes.io/hostname", "topology.kubernetes.io/zone"]
    error_message = "Pods spread over nodes and zones."
  }

  assert {
    condition     = alltrue([for t in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].topology_spread_constraint : t.label_selector[0].match_labels == tomap(kubernetes_stateful_set_v1.this.spec[0].selector[0].match_labels)])
    error_message = "Spreading counts the pods of this workload."
  }
}

run "secrets_are_references" {
  command = plan

  assert {
    condition     = alltrue([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : can(e.value_from[0].secret_key_ref[0]) || !can(regex("SECRET|PASSWORD|TOKEN|ACCESS_KEY", e.name))])
    error_message = "What is secret comes by reference."
  }

  assert {
    condition     = { for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.name => "${e.value_from[0].secret_key_ref[0].name}/${e.value_from[0].secret_key_ref[0].key}" if length(e.value_from) > 0 } == { BAZEL_REMOTE_S3_ACCESS_KEY_ID = "bazel-cache-s3/access-key", BAZEL_REMOTE_S3_SECRET_ACCESS_KEY = "bazel-cache-s3/secret-key" }
    error_message = "S3's keys come from the Secret."
  }

  assert {
    condition     = alltrue([for a in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].args : !can(regex("(?i)secret|password|access_key|htpasswd", a))])
    error_message = "Arguments are seen by everyone who may read pods."
  }

  assert {
    condition     = [for v in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].volume : "${v.secret[0].secret_name} ${v.secret[0].default_mode}" if length(v.secret) > 0] == ["bazel-cache-htpasswd 0440"]
    error_message = "The password file is mounted, readable by the pod only."
  }

  assert {
    condition     = alltrue([for m in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].volume_mount : m.read_only || contains(["/data", "/tmp"], m.mount_path)])
    error_message = "Secrets are mounted read-only."
  }
}

run "network_is_closed_by_default" {
  command = plan

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].policy_types == tolist(["Ingress", "Egress"])
    error_message = "Both directions are limited."
  }

  assert {
    condition     = [for i in kubernetes_network_policy_v1.this.spec[0].ingress : [for f in i.from : f.namespace_selector[0].match_labels]] == [[tomap({ "kubernetes.io/metadata.name" = "monitoring" })]]
    error_message = "Only Prometheus may connect until namespaces are named."
  }

  assert {
    condition     = [for i in kubernetes_network_policy_v1.this.spec[0].ingress : [for p in i.ports : p.port]] == [["8080"]]
    error_message = "Prometheus reaches the HTTP port only."
  }

  assert {
    condition     = alltrue([for i in kubernetes_network_policy_v1.this.spec[0].ingress : length(i.from) > 0 && length(i.ports) > 0])
    error_message = "A rule without from or ports would let everyone in."
  }

  assert {
    condition     = alltrue([for e in kubernetes_network_policy_v1.this.spec[0].egress : length(e.to) > 0 && length(e.ports) > 0])
    error_message = "A rule without to or ports would let everything out."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].pod_selector[0].match_labels == tomap(kubernetes_deployment_v1.this.spec[0].selector[0].match_labels)
    error_message = "The policy must select the workload's pods."
  }
}

run "profiler_is_off" {
  command = plan

  assert {
    condition     = contains(kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].args, "--profile_address=none")
    error_message = "The image opens the profiler on port 6060 unless told otherwise."
  }

  assert {
    condition     = contains(kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].args, "--min_tls_version=1.2")
    error_message = "TLS 1.0 is bazel-remote's default."
  }
}

run "digest_in_prod" {
  command = plan

  variables {
    environment = "prod"
    image       = { repository = "quay.io/bazel-remote/bazel-remote", tag = "v2.6.2", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  }

  assert {
    condition     = endswith(kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].image, "@sha256:0000000000000000000000000000000000000000000000000000000000000000")
    error_message = "The digest must reach the pod."
  }
}

run "service_account_has_no_token" {
  command = plan

  variables {
    s3                          = { endpoint = "s3.eu-central-1.amazonaws.com", bucket = "bazel-cache", region = "eu-central-1", auth_method = "iam_role", cidrs = ["0.0.0.0/0"] }
    service_account_annotations = { "eks.amazonaws.com/role-arn" = "arn:aws:iam::123456789012:role/cache" }
  }

  assert {
    condition     = kubernetes_service_account_v1.this.automount_service_account_token == false
    error_message = "Nothing here talks to the API server."
  }

  assert {
    condition     = kubernetes_service_account_v1.this.metadata[0].annotations == tomap({ "eks.amazonaws.com/role-arn" = "arn:aws:iam::123456789012:role/cache" })
    error_message = "iam_role is told by an annotation."
  }
}
