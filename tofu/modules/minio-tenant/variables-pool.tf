variable "pool" {
  description = <<-EOT
    Servers and their volumes; they cannot be changed once there is data, but for larger volumes.
    servers: number of pods; 1 only outside prod; default 1.
    volumes_per_server: default 1. Together one volume without parity, or at least four with.
    volume_size: of each volume, as 67Gi.
    storage_class: default: the cluster's. Local disks are best: MinIO has its own redundancy.
  EOT
  type = object({
    servers            = optional(number, 1)
    volumes_per_server = optional(number, 1)
    volume_size        = string
    storage_class      = optional(string)
  })
  nullable = false

  validation {
    condition     = alltrue([for n in [var.pool.servers, var.pool.volumes_per_server] : n >= 1 && floor(n) == n])
    error_message = "pool.servers and volumes_per_server must be whole numbers, at least 1."
  }
  validation {
    condition     = var.environment != "prod" || var.pool.servers >= 4
    error_message = "pool.servers must be at least 4 in prod: with fewer the loss of one stops writing."
  }
  validation {
    condition     = var.pool.servers * var.pool.volumes_per_server == 1 || var.pool.servers * var.pool.volumes_per_server >= 4
    error_message = "pool must have one volume, or at least four: erasure coding needs them."
  }
  validation {
    condition     = var.pool.servers * var.pool.volumes_per_server < 4 || anytrue([for size in range(4, 17) : try(var.pool.servers * var.pool.volumes_per_server % size == 0 && (size % var.pool.servers == 0 || var.pool.servers % size == 0), false)])
    error_message = "pool must have volumes that divide into sets of 4 to 16, evenly over the servers, as 4 × 4: MinIO refuses others."
  }
  validation {
    condition     = can(regex("^[1-9][0-9]*(Mi|Gi|Ti)$", var.pool.volume_size))
    error_message = "pool.volume_size must be a whole number with Mi, Gi or Ti, as 67Gi."
  }
}

variable "parity" {
  description = "Drives of an erasure set that may fail; default: MinIO's, 2 of 4 or 5 drives, 3 of 6 or 7, 4 of more, 0 of one."
  type        = number
  default     = null

  validation {
    condition     = var.parity == null || try(var.parity >= 0 && floor(var.parity) == var.parity && var.parity * 2 <= local.set_drives, false)
    error_message = "parity must be a whole number from 0 to half of the drives of an erasure set."
  }
  validation {
    condition     = var.parity == null || var.environment != "prod" || try(var.parity >= 2, false)
    error_message = "parity must be at least 2 in prod: while one drive is replaced another may fail."
  }
}

variable "headroom_ratio" {
  description = "Part of the usable capacity that quotas must leave free, from 0 to 0.9; default 0.2. Deleted objects and uploads under way need room, too."
  type        = number
  default     = 0.2
  nullable    = false

  validation {
    condition     = var.headroom_ratio >= 0 && var.headroom_ratio <= 0.9
    error_message = "headroom_ratio must be from 0 to 0.9."
  }
}

variable "stale_uploads_hours" {
  description = "Hours after which an upload in parts that nobody ended is removed; default 24."
  type        = number
  default     = 24
  nullable    = false

  validation {
    condition     = var.stale_uploads_hours >= 1 && floor(var.stale_uploads_hours) == var.stale_uploads_hours
    error_message = "stale_uploads_hours must be a whole number, at least 1."
  }
}

variable "root_revision" {
  description = "A higher number makes a new password of MinIO's administrator, and restarts the servers; default 1."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.root_revision >= 1 && floor(var.root_revision) == var.root_revision
    error_message = "root_revision must be a whole number, at least 1."
  }
}

variable "tls" {
  description = <<-EOT
    TLS of the servers themselves; default: none, within the cluster.
    secret_name: of a Secret of cert-manager, with ca.crt, for minio.<namespace>.svc and *.<name>-hl.<namespace>.svc.cluster.local.
  EOT
  type = object({
    secret_name = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.tls.secret_name == null || can(regex("^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$", var.tls.secret_name))
    error_message = "tls.secret_name must be the name of a Secret."
  }
}
