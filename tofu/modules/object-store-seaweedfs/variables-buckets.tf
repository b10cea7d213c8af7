variable "buckets" {
  description = <<-EOT
    Map of service => its bucket, with a user who may use it and nothing else; default: the five of the plan, 600Gi.
    bucket: name. quota: as 300Gi.
    purpose: cache (objects may expire), attic, backup or blobs (default).
    expire_days: after which objects are deleted; only of purpose cache; default: never.
    versioning: default false.
    access: of the user, rw (default) or ro.
    exposed: whether clients outside reach it at exposure.host; default false.
    secret_targets: list of namespace and name of the Secrets with the credentials: keys access-key, secret-key, bucket, endpoint and region; default: none.
  EOT
  type = map(object({
    bucket      = string
    quota       = string
    purpose     = optional(string, "blobs")
    expire_days = optional(number)
    versioning  = optional(bool, false)
    access      = optional(string, "rw")
    exposed     = optional(bool, false)
    secret_targets = optional(list(object({
      namespace = string
      name      = string
    })), [])
  }))
  default = {
    attic       = { bucket = "attic", quota = "300Gi", purpose = "attic", secret_targets = [{ namespace = "attic", name = "attic-s3" }] }
    bazel-cache = { bucket = "bazel-cache", quota = "100Gi", purpose = "cache", expire_days = 30, secret_targets = [{ namespace = "bazel-cache", name = "bazel-cache-s3" }] }
    nexus       = { bucket = "nexus-blobs", quota = "100Gi", secret_targets = [{ namespace = "packages", name = "nexus-s3" }] }
    pulp        = { bucket = "pulp-content", quota = "50Gi", secret_targets = [{ namespace = "packages", name = "pulp-s3" }] }
    pg-backup   = { bucket = "pg-backup", quota = "50Gi", purpose = "backup", secret_targets = [{ namespace = "attic", name = "pg-backup-s3" }] }
  }
  nullable = false

  validation {
    condition     = length(var.buckets) > 0 && alltrue([for key in keys(var.buckets) : can(regex("^[a-z]([-a-z0-9]{0,30}[a-z0-9])?$", key))])
    error_message = "buckets must have keys of 1 to 32 lower case letters, digits and -: they are part of names."
  }
  validation {
    condition     = alltrue([for b in values(var.buckets) : can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", b.bucket))])
    error_message = "buckets[*].bucket must be 3 to 63 lower case letters, digits and -: the bucket's user has its name."
  }
  validation {
    condition     = length(distinct([for b in values(var.buckets) : b.bucket])) == length(var.buckets)
    error_message = "buckets must not share one bucket: quota, expiry and policy are of the whole bucket."
  }
  validation {
    condition     = alltrue([for b in values(var.buckets) : can(regex("^[1-9][0-9]*(Gi|Ti)$", b.quota))])
    error_message = "buckets[*].quota must be a whole number with Gi or Ti, as 300Gi."
  }
  validation {
    condition     = alltrue([for b in values(var.buckets) : contains(["cache", "attic", "backup", "blobs"], b.purpose)])
    error_message = "buckets[*].purpose must be cache, attic, backup or blobs."
  }
  validation {
    condition     = alltrue([for key, b in var.buckets : b.expire_days == null || (b.purpose == "cache" && !contains(["attic", "pg-backup"], key))])
    error_message = "buckets[*].expire_days is only for purpose cache. Attic's database counts on every chunk, and Attic's own garbage collection removes what nobody needs; backups are removed by their retention; blobs are known to a database, too. An expiry would destroy them."
  }
  validation {
    condition     = alltrue([for b in values(var.buckets) : b.expire_days == null || try(b.expire_days >= 1 && b.expire_days <= 255 && floor(b.expire_days) == b.expire_days, false)])
    error_message = "buckets[*].expire_days must be a whole number from 1 to 255: SeaweedFS counts in a byte."
  }
  validation {
    condition     = alltrue([for b in values(var.buckets) : contains(["rw", "ro"], b.access)])
    error_message = "buckets[*].access must be rw or ro."
  }
  validation {
    condition     = alltrue([for b in values(var.buckets) : alltrue([for t in b.secret_targets : can(regex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", t.namespace)) && can(regex("^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$", t.name))])])
    error_message = "buckets[*].secret_targets must have names of a namespace and of a Secret."
  }
  validation {
    condition     = alltrue([for b in values(var.buckets) : length(distinct([for t in b.secret_targets : t.namespace])) == length(b.secret_targets)])
    error_message = "buckets[*].secret_targets must name a namespace once: one Secret there is enough."
  }
  validation {
    condition     = length(distinct(flatten([for b in values(var.buckets) : [for t in b.secret_targets : "${t.namespace}/${t.name}"]]))) == length(flatten([for b in values(var.buckets) : b.secret_targets]))
    error_message = "buckets[*].secret_targets must not name one Secret for two buckets."
  }
}

variable "quota_scale" {
  description = "By which all quotas are multiplied, above 0 and at most 1, for environments with smaller disks; default 1."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.quota_scale > 0 && var.quota_scale <= 1
    error_message = "quota_scale must be above 0 and at most 1."
  }
}

variable "headroom_ratio" {
  description = "Part of the usable capacity that quotas must leave free, from 0 to 0.9; default 0.2. Quotas are enforced every ten minutes: until then a bucket may grow beyond its own."
  type        = number
  default     = 0.2
  nullable    = false

  validation {
    condition     = var.headroom_ratio >= 0 && var.headroom_ratio <= 0.9
    error_message = "headroom_ratio must be from 0 to 0.9."
  }
}

variable "credentials_revision" {
  description = "A higher number makes new passwords of all buckets' users, which are in one file; default 1."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.credentials_revision >= 1 && var.credentials_revision <= 1000000 && floor(var.credentials_revision) == var.credentials_revision
    error_message = "credentials_revision must be a whole number from 1 to 1000000."
  }
}
