variable "backup" {
  description = <<-EOT
    Base backups and continuous archiving of the write-ahead log into an S3 bucket, by the Barman Cloud plugin. In prod it must be on.
    enabled: default true.
    bucket: name; nothing else may expire objects there. path: below it, without / at its ends; default: none.
    endpoint: address of the S3 service, as http://minio.object-store.svc; default: AWS's own. region: default us-east-1.
    credentials_secret: name of a Secret in the namespace, and its keys access_key (default access-key) and secret_key (default secret-key); default: the IAM role of service_account_annotations.
    ca_secret: name of a Secret, and its key (default ca.crt), where the endpoint's certificate is of a private authority; default: none.
    server_name: directory of this cluster's backups; default: name. A cluster that was restored needs a new one.
    retention: how long a restore can go back, as 30d (d, w or m); default 30d.
    schedule: of base backups, SIX fields, seconds first; default "0 0 2 * * *", every night at two.
    max_age_hours: without a base backup, after which an alert fires; default 36.
    immediate: whether the first one is made at once; default true.
    wal_compression: gzip, bzip2, lz4, snappy, xz or zstd (default). data_compression: gzip, bzip2, lz4 (default) or snappy.
    s3_checksum_when_required: send checksums only where S3 demands them, which stores other than AWS need; default true.
    pod_port: where the endpoint is a Service of the cluster, the port of its pods, for the NetworkPolicy; default 9000 (MinIO; SeaweedFS: 8333).
    cidrs: where it is not, the addresses of the endpoint for the NetworkPolicy, as ["203.0.113.0/24"]; ["0.0.0.0/0"] is every address. Default: none.
  EOT
  type = object({
    enabled  = optional(bool, true)
    bucket   = optional(string)
    path     = optional(string, "")
    endpoint = optional(string)
    region   = optional(string, "us-east-1")
    credentials_secret = optional(object({
      name       = string
      access_key = optional(string, "access-key")
      secret_key = optional(string, "secret-key")
    }))
    ca_secret = optional(object({
      name = string
      key  = optional(string, "ca.crt")
    }))
    server_name               = optional(string)
    retention                 = optional(string, "30d")
    schedule                  = optional(string, "0 0 2 * * *")
    max_age_hours             = optional(number, 36)
    immediate                 = optional(bool, true)
    wal_compression           = optional(string, "zstd")
    data_compression          = optional(string, "lz4")
    s3_checksum_when_required = optional(bool, true)
    pod_port                  = optional(number, 9000)
    cidrs                     = optional(list(string), [])
  })
  nullable = false

  validation {
    condition     = var.environment != "prod" || var.backup.enabled
    error_message = "backup.enabled must be true in prod."
  }
  validation {
    condition     = !var.backup.enabled || can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.backup.bucket))
    error_message = "backup.bucket must be 3 to 63 lower case letters, digits, . and -. backup = { enabled = false } does without backups."
  }
  validation {
    condition     = can(regex("^([A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*)?$", var.backup.path))
    error_message = "backup.path must be path segments of letters, digits, ., _ and -, without / at its ends."
  }
  validation {
    condition     = var.backup.endpoint == null || can(regex("^https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?$", var.backup.endpoint))
    error_message = "backup.endpoint must be http:// or https://, a host and, if it is not the usual one, a port, without path and without / at the end."
  }
  validation {
    condition     = can(regex("^[a-z0-9-]+$", var.backup.region))
    error_message = "backup.region must be a region's name, as us-east-1."
  }
  validation {
    condition     = !var.backup.enabled || var.backup.credentials_secret != null || length(var.service_account_annotations) > 0
    error_message = "backup.credentials_secret must name the Secret with the credentials, or service_account_annotations an IAM role."
  }
  validation {
    condition     = var.backup.server_name == null || can(regex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", var.backup.server_name))
    error_message = "backup.server_name must be 1 to 63 lower case letters, digits and -."
  }
  validation {
    condition     = can(regex("^[1-9][0-9]*[dwm]$", var.backup.retention))
    error_message = "backup.retention must be a whole number with d, w or m, as 30d."
  }
  validation {
    condition     = can(regex("^[0-5]?[0-9]( +[0-9A-Za-z*,/?-]+){5}$", var.backup.schedule))
    error_message = "backup.schedule must have SIX fields, the first a number of seconds, as \"0 0 2 * * *\": CloudNativePG reads \"0 2 * * *\" as every hour."
  }
  validation {
    condition     = var.backup.max_age_hours >= 1
    error_message = "backup.max_age_hours must be at least 1, and longer than the schedule's pause."
  }
  validation {
    condition     = contains(["gzip", "bzip2", "lz4", "snappy", "xz", "zstd"], var.backup.wal_compression)
    error_message = "backup.wal_compression must be gzip, bzip2, lz4, snappy, xz or zstd."
  }
  validation {
    condition     = contains(["gzip", "bzip2", "lz4", "snappy"], var.backup.data_compression)
    error_message = "backup.data_compression must be gzip, bzip2, lz4 or snappy: xz and zstd are for the write-ahead log only."
  }
  validation {
    condition     = var.backup.pod_port >= 1 && var.backup.pod_port <= 65535 && floor(var.backup.pod_port) == var.backup.pod_port
    error_message = "backup.pod_port must be a port, 1 to 65535."
  }
  validation {
    condition     = alltrue([for cidr in var.backup.cidrs : can(cidrhost(cidr, 0))])
    error_message = "backup.cidrs must be address ranges, as 203.0.113.0/24."
  }
  validation {
    condition     = !var.backup.enabled || !var.network_policy.enabled || length(var.backup.cidrs) > 0 || can(regex("^https?://[^.]+\\.[^.]+\\.svc([.:]|$)", var.backup.endpoint))
    error_message = "backup.cidrs must be set: a NetworkPolicy cannot name hosts, and backup.endpoint is no Service of the cluster (http://<name>.<namespace>.svc)."
  }
}

variable "recovery" {
  description = <<-EOT
    Start from a backup in backup's bucket instead of empty; default: empty. It counts only when the cluster is made.
    source_server: server_name of the cluster whose backup it is, usually its name.
    target_time: moment to go back to, RFC 3339, as 2026-11-28T02:00:00Z; default: the last one archived.
  EOT
  type = object({
    source_server = string
    target_time   = optional(string)
  })
  default = null

  validation {
    condition     = var.recovery == null || var.backup.enabled
    error_message = "recovery needs backup: that is where the backup is read from."
  }
  validation {
    condition     = var.recovery == null || try(var.recovery.source_server, "") != coalesce(var.backup.server_name, var.name)
    error_message = "recovery.source_server must differ from backup.server_name (default: name): the new cluster would write over the backups that it came from, and refuses. Set another backup.server_name."
  }
  validation {
    condition     = try(var.recovery.target_time, null) == null || can(timeadd(var.recovery.target_time, "0s"))
    error_message = "recovery.target_time must be RFC 3339, as 2026-11-28T02:00:00Z."
  }
}
