variable "operators" {
  description = <<-EOT
    Operators of the cluster, once for all other stacks.
    cnpg: CloudNativePG with its plugin for backups: enabled (default true), replicas (default 2), backup_plugin (default true; it needs cert-manager), watch_namespaces (default: all).
    minio: enabled (default false), replicas (default 2), acknowledge_minio_state, which must be true: MinIO is no longer maintained; image and sidecar_image: repository, tag, digest (prod demands it); default: the module's.
  EOT
  type = object({
    cnpg = optional(object({
      enabled          = optional(bool, true)
      replicas         = optional(number, 2)
      backup_plugin    = optional(bool, true)
      watch_namespaces = optional(list(string), [])
    }), {})
    minio = optional(object({
      enabled                 = optional(bool, false)
      replicas                = optional(number, 2)
      acknowledge_minio_state = optional(bool, false)
      image                   = optional(object({ repository = string, tag = optional(string), digest = optional(string) }))
      sidecar_image           = optional(object({ repository = string, tag = optional(string), digest = optional(string) }))
    }), {})
  })
  default  = {}
  nullable = false

  validation {
    condition     = !var.operators.minio.enabled || var.operators.minio.acknowledge_minio_state
    error_message = "operators.minio.acknowledge_minio_state must be true to install MinIO's operator: its server is archived and gets no fixes. Or take object_store.backend external in stack attic."
  }
  validation {
    condition     = var.environment != "prod" || !var.operators.cnpg.enabled || var.operators.cnpg.replicas >= 2
    error_message = "operators.cnpg.replicas must be at least 2 in prod: without an operator no database fails over."
  }
  validation {
    condition     = var.environment != "prod" || !var.operators.cnpg.enabled || var.operators.cnpg.backup_plugin
    error_message = "operators.cnpg.backup_plugin must be true in prod: without it no database is backed up."
  }
}

variable "namespaces" {
  description = "Set of namespaces to make for other stacks, into which the object store puts credentials before those stacks are there; default bazel-cache and packages. Empty where stack attic plays this stack's part (operators.install)."
  type        = set(string)
  default     = ["bazel-cache", "packages"]
  nullable    = false

  validation {
    condition     = alltrue([for name in var.namespaces : can(regex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", name))])
    error_message = "namespaces must be 1 to 63 lower case letters, digits and -, and neither begin nor end with -."
  }
  validation {
    condition     = length(setintersection(var.namespaces, ["attic", "object-store"])) == 0
    error_message = "namespaces must not have attic or object-store: stack attic makes those."
  }
}

variable "priorities" {
  description = "Map of purpose (database, cache, batch) to the value of its PriorityClass: pods of a higher one are scheduled first and evicted last. At most 1000000000. Default: database 100000, cache 10000, batch 1000."
  type        = map(number)
  default = {
    database = 100000
    cache    = 10000
    batch    = 1000
  }
  nullable = false

  validation {
    condition     = alltrue([for purpose in keys(var.priorities) : contains(["database", "cache", "batch"], purpose)])
    error_message = "priorities must be of database, cache and batch."
  }
  validation {
    condition     = alltrue([for value in values(var.priorities) : value >= 0 && value <= 1000000000 && floor(value) == value])
    error_message = "priorities must be whole numbers from 0 to 1000000000: higher ones are the system's."
  }
}

variable "requires" {
  description = <<-EOT
    What must be in the cluster already, checked by its CRDs before anything is made.
    cert_manager: default true; the backup plugin's certificates. prometheus: default true; monitoring of all stacks. gateway: default true; exposure.mode gateway.
  EOT
  type = object({
    cert_manager = optional(bool, true)
    prometheus   = optional(bool, true)
    gateway      = optional(bool, true)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.requires.cert_manager || !var.operators.cnpg.enabled || !var.operators.cnpg.backup_plugin
    error_message = "requires.cert_manager must be true with operators.cnpg.backup_plugin: the plugin's certificates are cert-manager's."
  }
}

variable "monitoring" {
  description = "Objects of the operators for the Prometheus Operator: enabled (default true), labels, namespace (of Prometheus and Grafana, which must exist; default monitoring), dashboards (ConfigMaps there for Grafana's sidecar; default true), and runbooks: address below which each module's directory has its runbooks; default: this repository's."
  type = object({
    enabled    = optional(bool, true)
    labels     = optional(map(string), { release = "prometheus" })
    namespace  = optional(string, "monitoring")
    dashboards = optional(bool, true)
    runbooks   = optional(string, "https://github.com/gloriousflywheel/flywheel/blob/main/tofu/modules")
  })
  default  = {}
  nullable = false
}
