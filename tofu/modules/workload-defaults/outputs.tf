output "labels" {
  description = "Map of labels for every object of the workload, the caller's among them."
  value       = local.labels
}

output "selector_labels" {
  description = "Map of the labels that select the workload's pods: name, instance and component, which never change."
  value       = local.selector_labels
}

output "image" {
  description = "Image reference for the container: repository:tag@digest, as far as given."
  value       = local.image
}

output "pod_security_context" {
  description = "Object for the pod's security_context: run_as_non_root, run_as_user, run_as_group, fs_group, fs_group_change_policy, seccomp_profile_type."
  value = {
    run_as_non_root        = true
    run_as_user            = var.user_id
    run_as_group           = local.group_id
    fs_group               = local.group_id
    fs_group_change_policy = "OnRootMismatch"
    seccomp_profile_type   = "RuntimeDefault"
  }
}

output "container_security_context" {
  description = "Object for each container's security_context, init containers too: allow_privilege_escalation, privileged, read_only_root_filesystem, run_as_non_root, capabilities_drop (list)."
  value = {
    allow_privilege_escalation = false
    privileged                 = false
    read_only_root_filesystem  = var.read_only_root_filesystem
    run_as_non_root            = true
    capabilities_drop          = ["ALL"]
  }
}

output "pod" {
  description = "Object for the pod's spec: automount_service_account_token, enable_service_links, termination_grace_period_seconds."
  value = {
    automount_service_account_token  = false
    enable_service_links             = false
    termination_grace_period_seconds = var.termination_grace_period_seconds
  }
}

output "probes" {
  description = "Object of timings: startup, readiness and liveness, each with period_seconds, timeout_seconds and failure_threshold. What is asked is the module's affair."
  value = {
    startup   = { period_seconds = 2, timeout_seconds = 2, failure_threshold = 30 }
    readiness = { period_seconds = 10, timeout_seconds = 2, failure_threshold = 3 }
    liveness  = { period_seconds = 30, timeout_seconds = 5, failure_threshold = 3 }
  }
}

output "topology_spread" {
  description = "List for the pod's topology_spread_constraint blocks: max_skew, topology_key and when_unsatisfiable, by node and by zone. Soft: a one-node cluster still schedules."
  value = [
    for key in ["kubernetes.io/hostname", "topology.kubernetes.io/zone"] :
    { max_skew = 1, topology_key = key, when_unsatisfiable = "ScheduleAnyway" }
  ]
}

output "rolling_update" {
  description = "Object for a Deployment's rolling_update: max_unavailable and max_surge, strings. A new pod is ready before an old one goes."
  value = {
    max_unavailable = "0"
    max_surge       = "1"
  }
}

output "pod_disruption_budget" {
  description = "Object: enabled (only where there is more than one replica, since a budget for one pod blocks every node drain) and max_unavailable, string."
  value = {
    enabled         = var.replicas > 1
    max_unavailable = "1"
  }
}

output "tmp_volume" {
  description = "Object: name, mount_path and size_limit of the emptyDir that a read-only root file system needs."
  value = {
    name       = "tmp"
    mount_path = "/tmp"
    size_limit = var.tmp_size
  }
}

output "dns_egress" {
  description = "Object for the NetworkPolicy egress rule that lets pods resolve names: namespace_labels (map) and ports (list of port, string, and protocol)."
  value = {
    namespace_labels = { "kubernetes.io/metadata.name" = "kube-system" }
    ports = [
      { port = "53", protocol = "UDP" },
      { port = "53", protocol = "TCP" },
    ]
  }
}
