variable "endpoint" {
  description = "Address of the S3 service as pods of the cluster reach it, as https://s3.eu-central-1.amazonaws.com: https://, a host and, if it is not the usual one, a port; nothing behind it. http:// only with allow_plaintext."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?$", var.endpoint))
    error_message = "endpoint must be https:// (or http://), a host in lower case and a port if it is not the usual one; nothing behind it."
  }
  validation {
    condition     = !can(regex("^https?://[^.]+\\.[^.]+\\.svc(\\.|:|$)", var.endpoint))
    error_message = "endpoint must be outside the cluster: for a store inside, modules minio-tenant and object-store-seaweedfs tell where its pods are."
  }
  validation {
    condition     = startswith(var.endpoint, "https://") || var.allow_plaintext
    error_message = "endpoint must start with https://: keys are signed, but what is stored would travel in clear text. In a private network, set allow_plaintext = true."
  }
}

variable "allow_plaintext" {
  description = "Whether endpoint may be http://; default false."
  type        = bool
  default     = false
  nullable    = false
}

variable "public_endpoint" {
  description = "Address of the same service for clients outside the cluster, https://…; default: endpoint, where that is https://."
  type        = string
  default     = null

  validation {
    condition     = var.public_endpoint == null || can(regex("^https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?$", var.public_endpoint))
    error_message = "public_endpoint must be https:// and a host, and a port if it is not 443."
  }
}

variable "region" {
  description = "Region, as eu-central-1; default us-east-1, which stores without regions answer to."
  type        = string
  default     = "us-east-1"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9-]+$", var.region))
    error_message = "region must be lower case letters, digits and -."
  }
}

variable "path_style" {
  description = "Whether buckets are addressed as <endpoint>/<bucket> (default true; Ceph, R2) and not as <bucket>.<host> (AWS)."
  type        = bool
  default     = true
  nullable    = false
}

variable "cidrs" {
  description = "List of address ranges that endpoint and public_endpoint resolve to, for the NetworkPolicies of those who connect, as [\"203.0.113.0/24\"]; [\"0.0.0.0/0\"] is every address."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.cidrs) > 0 && alltrue([for cidr in var.cidrs : can(cidrhost(cidr, 0))])
    error_message = "cidrs must be at least one address range, as 203.0.113.0/24: a NetworkPolicy cannot name hosts."
  }
}

variable "credentials_keys" {
  description = "Keys of each Secret: access_key (default access-key) and secret_key (default secret-key)."
  type = object({
    access_key = optional(string, "access-key")
    secret_key = optional(string, "secret-key")
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in values(var.credentials_keys) : can(regex("^[A-Za-z0-9._-]+$", key))])
    error_message = "credentials_keys must be keys of a Secret: letters, digits, ., _ and -."
  }
}

variable "buckets" {
  description = <<-EOT
    Buckets that are there, by the service that uses each. This module makes and changes none.
    bucket: name. quota: what the service may store, as 300Gi, for the sum; default: none.
    expire_days: what the bucket's own rule says; default: never. Not for attic, pg-backup, nexus and pulp, whose databases count on every object.
    exposed: whether clients outside read it at public_endpoint; default false.
    secrets: map of namespace to the name of the Secret with the credentials there, which you make; at least one.
    credentials_revision: raise it after those Secrets have changed, so that pods restart; default 1.
  EOT
  type = map(object({
    bucket               = string
    quota                = optional(string)
    expire_days          = optional(number)
    exposed              = optional(bool, false)
    secrets              = map(string)
    credentials_revision = optional(number, 1)
  }))
  nullable = false

  validation {
    condition     = length(var.buckets) > 0
    error_message = "buckets must have at least one: without any there is no store."
  }
  validation {
    condition     = alltrue([for b in values(var.buckets) : can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", b.bucket))])
    error_message = "buckets[*].bucket must be 3 to 63 lower case letters, digits, . and -."
  }
  validation {
    condition     = length(distinct([for b in values(var.buckets) : b.bucket])) == length(var.buckets)
    error_message = "buckets must not share one bucket: a quota, an expiry and a policy are of the whole bucket."
  }
  validation {
    condition     = alltrue([for b in values(var.buckets) : b.quota == null || can(regex("^[1-9][0-9]*(Gi|Ti)$", b.quota))])
    error_message = "buckets[*].quota must be a whole number with Gi or Ti, as \"300Gi\"."
  }
  validation {
    condition     = alltrue([for service, b in var.buckets : b.expire_days == null || !contains(["attic", "pg-backup", "nexus", "pulp"], service)])
    error_message = "buckets[*].expire_days must not be set for attic, pg-backup, nexus and pulp: their databases count on every object, and deleting is theirs."
  }
  validation {
    condition     = alltrue([for b in values(var.buckets) : b.expire_days == null || try(b.expire_days >= 1 && floor(b.expire_days) == b.expire_days, false)])
    error_message = "buckets[*].expire_days must be a whole number of days, at least 1."
  }
  validation {
    condition     = alltrue([for b in values(var.buckets) : length(b.secrets) > 0])
    error_message = "buckets[*].secrets must name the Secret with the credentials in at least one namespace."
  }
  validation {
    condition     = alltrue(flatten([for b in values(var.buckets) : [for namespace, name in b.secrets : can(regex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", namespace)) && can(regex("^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$", name))]]))
    error_message = "buckets[*].secrets must map names of namespaces to names of Secrets, not to the credentials themselves."
  }
  validation {
    condition     = alltrue([for b in values(var.buckets) : b.credentials_revision >= 1 && floor(b.credentials_revision) == b.credentials_revision])
    error_message = "buckets[*].credentials_revision must be a whole number, at least 1."
  }
  validation {
    condition     = alltrue([for b in values(var.buckets) : !b.exposed || startswith(coalesce(var.public_endpoint, var.endpoint), "https://")])
    error_message = "buckets[*].exposed needs a public_endpoint with https://."
  }
}

variable "capacity_gib" {
  description = "GiB that may be stored in all; default: not known, as with a cloud's store. Quotas above it are refused."
  type        = number
  default     = null

  validation {
    condition     = var.capacity_gib == null || try(var.capacity_gib >= 1, false)
    error_message = "capacity_gib must be at least 1."
  }
}
