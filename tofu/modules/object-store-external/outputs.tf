output "object_store" {
  description = "The store as its users take it, of the type that module object-store-contract has."
  value = {
    endpoint         = var.endpoint
    endpoint_host    = local.host
    endpoint_port    = local.port
    tls              = local.tls
    public_endpoint  = local.public_endpoint
    region           = var.region
    path_style       = var.path_style
    namespace        = null
    pod_port         = local.port
    cidrs            = var.cidrs
    credentials_keys = var.credentials_keys
    buckets = {
      for service, b in var.buckets : service => {
        bucket               = b.bucket
        quota_gib            = local.quotas[service]
        expire_days          = b.expire_days
        exposed              = b.exposed
        secrets              = b.secrets
        credentials_revision = b.credentials_revision
      }
    }
    capacity = {
      raw_gib       = var.capacity_gib
      drives        = 1
      parity        = 0
      usable_gib    = var.capacity_gib
      allocated_gib = local.allocated_gib
      headroom_gib  = var.capacity_gib == null ? null : var.capacity_gib - local.allocated_gib
      fits          = var.capacity_gib == null || try(var.capacity_gib >= local.allocated_gib, false)
    }
  }

  precondition {
    condition     = var.capacity_gib == null || try(var.capacity_gib >= local.allocated_gib, false)
    error_message = "The buckets' quotas, ${local.allocated_gib}Gi, exceed capacity_gib, ${coalesce(var.capacity_gib, 0)}Gi."
  }
}
