variable "database" {
  description = <<-EOT
    PostgreSQL, as module postgres-cluster makes it. Default: SQLite on the volume, for one pod and not in prod.
    host: of the server that takes writes. port: default 5432. name: of the database.
    namespace, pod_selector: where its pods are, for the NetworkPolicy; pod_selector is a map of labels, as { "cnpg.io/cluster" = "packages-db" }.
    secret_name: of a Secret in the namespace with the owner's name and password; its keys username_key (default username) and password_key (default password).
    ca_secret: name of a Secret with key ca.crt, by which the server's certificate and name are verified; default: encrypted, not verified.
    revision: change it after the Secret has changed, to restart the pods; default 1.
  EOT
  type = object({
    host         = string
    port         = optional(number, 5432)
    name         = string
    namespace    = string
    pod_selector = map(string)
    secret_name  = string
    username_key = optional(string, "username")
    password_key = optional(string, "password")
    ca_secret    = optional(string)
    revision     = optional(number, 1)
  })
  default = null

  validation {
    condition     = var.database != null || var.environment != "prod"
    error_message = "database must be set in prod: SQLite is one file on one volume."
  }
  validation {
    condition     = var.database == null || can(regex("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", var.database.host))
    error_message = "database.host must be a host name in lower case, without scheme and port."
  }
  validation {
    condition     = var.database == null || can(regex("^[A-Za-z0-9_-]+$", var.database.name))
    error_message = "database.name must be letters, digits, _ and -: it is part of a connection string."
  }
  validation {
    condition     = var.database == null || try(length(var.database.pod_selector) > 0, false)
    error_message = "database.pod_selector is empty: the NetworkPolicy would open every pod of that namespace."
  }
  validation {
    condition     = var.database == null || try(var.database.port >= 1 && var.database.port <= 65535 && floor(var.database.port) == var.database.port, false)
    error_message = "database.port must be a port, 1 to 65535."
  }
}

variable "storage" {
  description = <<-EOT
    Where packages are kept.
    type: FileSystem (default; a volume) or AwsS3.
    size: of the volume, as 20Gi; default 20Gi. storage_class: default: the cluster's. access_mode: ReadWriteOnce (default) or ReadWriteMany.
    bucket, prefix: of S3. region: of Amazon's S3, or endpoint: https://… or http://… of another store; exactly one of both.
    virtual_hosted: whether <bucket>.<host of the endpoint> resolves and the store serves it. BaGetter knows no other way, but for an endpoint that is an IP address; default false.
    credentials_secret: name of a Secret in the namespace, with credentials_keys access_key (default access-key) and secret_key (default secret-key); default: the pod's own role.
    credentials_revision: change it after the Secret has changed, to restart the pods; default 1.
    pod_port: where the endpoint is a Service of the cluster, the port of its pods; default 9000. cidrs: where it is not, its addresses for the NetworkPolicy, as ["203.0.113.0/24"].
  EOT
  type = object({
    type               = optional(string, "FileSystem")
    size               = optional(string, "20Gi")
    storage_class      = optional(string)
    access_mode        = optional(string, "ReadWriteOnce")
    bucket             = optional(string)
    prefix             = optional(string)
    region             = optional(string)
    endpoint           = optional(string)
    virtual_hosted     = optional(bool, false)
    credentials_secret = optional(string)
    credentials_keys = optional(object({
      access_key = optional(string, "access-key")
      secret_key = optional(string, "secret-key")
    }), {})
    credentials_revision = optional(number, 1)
    pod_port             = optional(number, 9000)
    cidrs                = optional(list(string), [])
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["FileSystem", "AwsS3"], var.storage.type)
    error_message = "storage.type must be FileSystem or AwsS3."
  }
  validation {
    condition     = can(regex("^[1-9][0-9]*(Mi|Gi|Ti)$", var.storage.size))
    error_message = "storage.size must be a whole number with Mi, Gi or Ti, as 20Gi."
  }
  validation {
    condition     = contains(["ReadWriteOnce", "ReadWriteMany"], var.storage.access_mode)
    error_message = "storage.access_mode must be ReadWriteOnce or ReadWriteMany."
  }
  validation {
    condition     = (var.storage.type == "AwsS3") == (var.storage.bucket != null)
    error_message = "storage.bucket belongs to type AwsS3: set both or neither."
  }
  validation {
    condition     = var.storage.type != "AwsS3" || (var.storage.region == null) != (var.storage.endpoint == null)
    error_message = "storage needs region (Amazon's S3) or endpoint (another store), and not both: BaGetter does not start otherwise."
  }
  validation {
    condition     = var.storage.bucket == null || can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.storage.bucket))
    error_message = "storage.bucket must be 3 to 63 lower case letters, digits, . and -."
  }
  validation {
    condition     = var.storage.endpoint == null || can(regex("^https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?/?$", var.storage.endpoint))
    error_message = "storage.endpoint must be http:// or https:// and a host, with a port if it is not the usual one, and no path."
  }
  validation {
    condition     = var.storage.endpoint == null || var.storage.virtual_hosted || can(regex("^https?://[0-9.]+(:[0-9]+)?/?$", var.storage.endpoint))
    error_message = "storage.endpoint: BaGetter has no path-style addressing, it asks for <bucket>.<host>, which a Service of the cluster does not have. Set storage.virtual_hosted = true where that name resolves and the store serves it (MinIO: MINIO_DOMAIN), give the store's IP address, or use storage.type FileSystem."
  }
  validation {
    condition     = alltrue([for cidr in var.storage.cidrs : can(cidrhost(cidr, 0))])
    error_message = "storage.cidrs must be address ranges, as 203.0.113.0/24."
  }
  validation {
    condition     = var.storage.type != "AwsS3" || !var.network_policy.enabled || length(var.storage.cidrs) > 0 || can(regex("^https?://[^./]+\\.[^./]+\\.svc([.:/]|$)", var.storage.endpoint))
    error_message = "storage.cidrs must be set: a NetworkPolicy cannot name hosts, and storage.endpoint is no Service of the cluster (<name>.<namespace>.svc)."
  }
  validation {
    condition     = var.storage.pod_port >= 1 && var.storage.pod_port <= 65535 && floor(var.storage.pod_port) == var.storage.pod_port
    error_message = "storage.pod_port must be a port, 1 to 65535."
  }
}
