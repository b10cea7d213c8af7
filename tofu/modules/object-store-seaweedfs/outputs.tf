output "object_store" {
  description = "Object: what every object store tells its clients; //tofu/modules/object-store-contract describes each attribute. buckets[*].credentials_revision changes with every new password: hand it on, so that pods restart."
  value = {
    endpoint         = local.endpoint
    endpoint_host    = local.server_name
    endpoint_port    = local.port
    tls              = false
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
        credentials_revision = local.revision
      }
    }
    capacity = local.capacity
  }

  # Whoever takes it from here finds buckets and Secrets that are there.
  depends_on = [helm_release.this, kubernetes_secret_v1.bucket]
}

output "resources" {
  description = "Object for the module capacity: replicas (volume servers), cpu and memory (of one, as requested), storage (claimed by one), group and optional; masters, filer and gateways are small beside them."
  value = {
    replicas = var.volume.servers
    cpu      = var.resources.requests.cpu
    memory   = var.resources.requests.memory
    storage  = var.volume.size
    group    = "beside"
    optional = false
  }
}

output "namespace" {
  description = "Namespace of everything here."
  value       = var.namespace
}

output "protected" {
  description = "Whether a plan that destroys the store is refused."
  value       = local.protected
}
