variable "object_store" {
  description = <<-EOT
    Output object_store of the module under test; README.md says what each attribute means.
    Missing attributes and wrong types are refused by the type, wrong values by the rules.
  EOT
  type = object({
    endpoint        = string
    endpoint_host   = string
    endpoint_port   = number
    tls             = bool
    public_endpoint = string
    region          = string
    path_style      = bool
    namespace       = string
    pod_port        = number
    cidrs           = list(string)
    credentials_keys = object({
      access_key = string
      secret_key = string
    })
    buckets = map(object({
      bucket               = string
      quota_gib            = number
      expire_days          = number
      exposed              = bool
      secrets              = map(string)
      credentials_revision = number
    }))
    capacity = object({
      raw_gib       = number
      drives        = number
      parity        = number
      usable_gib    = number
      allocated_gib = number
      headroom_gib  = number
      fits          = bool
    })
  })
  nullable = false

  validation {
    condition     = can(regex("^https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?$", var.object_store.endpoint))
    error_message = "endpoint must be http:// or https://, a host and a port if it is not the usual one; nothing behind it."
  }
  validation {
    condition     = try(var.object_store.endpoint_host == regex("^https?://([^:/]+)", var.object_store.endpoint)[0], false)
    error_message = "endpoint_host must be the host of endpoint."
  }
  validation {
    condition     = try(var.object_store.endpoint_port == tonumber(try(regex(":([0-9]+)$", var.object_store.endpoint)[0], startswith(var.object_store.endpoint, "https") ? "443" : "80")), false)
    error_message = "endpoint_port must be the port of endpoint."
  }
  validation {
    condition     = try(var.object_store.tls == startswith(var.object_store.endpoint, "https://"), false)
    error_message = "tls must say whether endpoint is https://."
  }
  validation {
    condition     = var.object_store.public_endpoint == null || can(regex("^https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?$", var.object_store.public_endpoint))
    error_message = "public_endpoint must be null, or https:// and a host."
  }
  validation {
    condition     = can(regex("^[a-z0-9-]+$", var.object_store.region)) && var.object_store.path_style != null
    error_message = "region and path_style must be set."
  }
  validation {
    condition     = (var.object_store.namespace != null) == can(regex("^[^.]+\\.[^.]+\\.svc(\\.|$)", var.object_store.endpoint_host))
    error_message = "namespace must be set where endpoint is a Service of the cluster, and only there."
  }
  validation {
    condition     = var.object_store.namespace == null || try(split(".", var.object_store.endpoint_host)[1] == var.object_store.namespace, false)
    error_message = "namespace must be that of endpoint's Service."
  }
  validation {
    condition     = (var.object_store.namespace != null) == (length(var.object_store.cidrs) == 0)
    error_message = "cidrs must have the addresses of a store outside the cluster, and none of one inside: clients' NetworkPolicies need one or the other."
  }
  validation {
    condition     = try(var.object_store.pod_port >= 1 && var.object_store.pod_port <= 65535, false)
    error_message = "pod_port must be a port."
  }
  validation {
    condition     = alltrue([for key in values(var.object_store.credentials_keys) : can(regex("^[A-Za-z0-9._-]+$", key))])
    error_message = "credentials_keys must be keys of a Secret."
  }
  validation {
    condition     = length(var.object_store.buckets) > 0 && alltrue([for b in values(var.object_store.buckets) : can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", b.bucket))])
    error_message = "buckets must be there, with names that S3 allows."
  }
  validation {
    condition     = length(distinct([for b in values(var.object_store.buckets) : b.bucket])) == length(var.object_store.buckets)
    error_message = "buckets must not share one bucket: a quota, an expiry and a policy are of the whole bucket."
  }
  validation {
    condition     = alltrue([for b in values(var.object_store.buckets) : b.exposed != null && b.secrets != null && b.credentials_revision != null])
    error_message = "buckets[*].exposed, secrets and credentials_revision must be set."
  }
  validation {
    condition     = alltrue([for b in values(var.object_store.buckets) : b.exposed == false || var.object_store.public_endpoint != null])
    error_message = "buckets[*].exposed must be false without a public_endpoint."
  }
  validation {
    condition     = alltrue([for key in ["attic", "pg-backup"] : try(var.object_store.buckets[key].expire_days, null) == null])
    error_message = "buckets attic and pg-backup must not expire: Attic's database and PostgreSQL's backups count on every object."
  }
  validation {
    condition     = try(var.object_store.capacity.fits && var.object_store.capacity.allocated_gib >= 0, false)
    error_message = "capacity must say what is promised, and that it fits."
  }
  validation {
    condition     = try(var.object_store.capacity.allocated_gib == sum(concat([0], [for b in values(var.object_store.buckets) : b.quota_gib if b.quota_gib != null])), false)
    error_message = "capacity.allocated_gib must be the sum of the buckets' quotas."
  }
  validation {
    condition     = try(var.object_store.capacity.usable_gib == null || var.object_store.capacity.headroom_gib == var.object_store.capacity.usable_gib - var.object_store.capacity.allocated_gib, false)
    error_message = "capacity.headroom_gib must be what is left of usable_gib."
  }
}
