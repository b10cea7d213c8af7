output "object_store" {
  description = "Object: what every object store tells its clients; //tofu/modules/object-store-contract describes each attribute. buckets[*].credentials_revision changes with every new password: hand it on, so that pods restart."
  value = {
    endpoint         = local.endpoint
    endpoint_host    = local.server_name
    endpoint_port    = local.service.port
    tls              = local.tls
    public_endpoint  = var.exposure.mode == "none" ? null : "https://${var.exposure.host}"
    region           = local.region
    path_style       = true
    namespace        = var.namespace
    pod_port         = local.port
    cidrs            = []
    credentials_keys = local.credentials_keys
    buckets = {
      for key, b in var.buckets : key => {
        bucket               = b.bucket
        quota_gib            = local.quotas_mib[key] / 1024
        expire_days          = b.expire_days
        exposed              = b.exposed
        secrets              = { for target in b.secret_targets : target.namespace => target.name }
        credentials_revision = local.revisions[key]
      }
    }
    capacity = local.capacity
  }

  # Whoever takes it from here finds buckets and users that are there.
  depends_on = [kubernetes_job_v1.bootstrap, kubernetes_secret_v1.bucket]
}

output "resources" {
  description = "Object for the module capacity: replicas (servers), cpu and memory (of one, as requested), storage (claimed by one), group and optional."
  value = {
    replicas = var.pool.servers
    cpu      = var.resources.requests.cpu
    memory   = var.resources.requests.memory
    storage  = "${var.pool.volumes_per_server * tonumber(regex("^[0-9]+", var.pool.volume_size))}${regex("[MGT]i$", var.pool.volume_size)}"
    group    = "beside"
    optional = false
  }
}

output "namespace" {
  description = "Namespace of everything here."
  value       = var.namespace
}

output "pod_selector" {
  description = "Map of labels of the servers' pods."
  value       = local.pod_labels
}

output "secret_names" {
  description = "List of the Secrets that are made, as <namespace>/<name>; their content is in no plan and no state."
  value       = sort(concat(["${var.namespace}/${kubernetes_secret_v1.root.metadata[0].name}"], [for s in values(local.secrets) : "${s.namespace}/${s.name}"]))
}

output "bootstrap_job" {
  description = "Name of the Job that made buckets and users; another one after every change of them."
  value       = kubernetes_job_v1.bootstrap.metadata[0].name
}
