variable "mode" {
  description = "galaxy (default: Galaxy NG by galaxy-operator, for Ansible collections) or pulp (Pulp by pulp-operator, for its plugins' content)."
  type        = string
  default     = "galaxy"
  nullable    = false

  validation {
    condition     = contains(["galaxy", "pulp"], var.mode)
    error_message = "mode must be galaxy or pulp."
  }
}

variable "operator_manifest" {
  description = <<-EOT
    The operator's own manifest, where it is not installed otherwise. Neither operator has a chart that is kept: render its kustomization at a commit, with its image by digest, and review it.
    file: path of the YAML file. sha256: of its content, hexadecimal.
  EOT
  type = object({
    file   = string
    sha256 = string
  })
  default = null

  validation {
    condition     = var.operator_manifest == null || try(fileexists(var.operator_manifest.file), false)
    error_message = "operator_manifest.file does not exist."
  }
  validation {
    condition     = var.operator_manifest == null || can(regex("^[0-9a-f]{64}$", var.operator_manifest.sha256))
    error_message = "operator_manifest.sha256 must be 64 hexadecimal digits in lower case."
  }
}

variable "database" {
  description = <<-EOT
    PostgreSQL, as module postgres-cluster makes it.
    secret_name: of a Secret in the namespace, made by you, with what the operator reads. Mode galaxy: host, port, database, username, password (without quotes and \\), sslmode, type = unmanaged. Mode pulp: POSTGRES_HOST, POSTGRES_PORT, POSTGRES_USERNAME, POSTGRES_PASSWORD, POSTGRES_DB_NAME, POSTGRES_SSLMODE.
    namespace, pod_selector: where its pods are, for the NetworkPolicy; pod_selector is a map of labels, as { "cnpg.io/cluster" = "packages-db" }. port: default 5432.
  EOT
  type = object({
    secret_name  = string
    namespace    = string
    pod_selector = map(string)
    port         = optional(number, 5432)
  })
  nullable = false

  validation {
    condition     = length(var.database.pod_selector) > 0
    error_message = "database.pod_selector is empty: the NetworkPolicy would open every pod of that namespace."
  }
  validation {
    condition     = var.database.port >= 1 && var.database.port <= 65535 && floor(var.database.port) == var.database.port
    error_message = "database.port must be a port, 1 to 65535."
  }
}

variable "storage" {
  description = <<-EOT
    Where content is kept.
    type: S3 (default) or File, a volume that all pods share (ReadWriteMany).
    s3_secret: name of a Secret in the namespace with keys s3-access-key-id, s3-secret-access-key, s3-bucket-name, s3-region and, but for Amazon's, s3-endpoint.
    endpoint: the same address as in the Secret, for the NetworkPolicy; default: Amazon's. pod_port: where it is a Service of the cluster, the port of its pods; default 9000. cidrs: where it is not, its addresses, as ["203.0.113.0/24"].
    size, storage_class: of type File; size as 50Gi; default 50Gi. The class must be able to be shared.
  EOT
  type = object({
    type          = optional(string, "S3")
    s3_secret     = optional(string)
    endpoint      = optional(string)
    pod_port      = optional(number, 9000)
    cidrs         = optional(list(string), [])
    size          = optional(string, "50Gi")
    storage_class = optional(string)
  })
  nullable = false

  validation {
    condition     = contains(["S3", "File"], var.storage.type)
    error_message = "storage.type must be S3 or File."
  }
  validation {
    condition     = (var.storage.type == "S3") == (var.storage.s3_secret != null)
    error_message = "storage.s3_secret belongs to type S3: set both or neither."
  }
  validation {
    condition     = (var.storage.type == "File") == (var.storage.storage_class != null)
    error_message = "storage.storage_class belongs to type File and must name a class whose volumes several nodes share (ReadWriteMany): the cluster's default seldom is one."
  }
  validation {
    condition     = var.storage.endpoint == null || can(regex("^https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?/?$", var.storage.endpoint))
    error_message = "storage.endpoint must be http:// or https:// and a host, with a port if it is not the usual one, and no path."
  }
  validation {
    condition     = alltrue([for cidr in var.storage.cidrs : can(cidrhost(cidr, 0))])
    error_message = "storage.cidrs must be address ranges, as 203.0.113.0/24."
  }
  validation {
    condition     = var.storage.type != "S3" || !var.network_policy.enabled || length(var.storage.cidrs) > 0 || can(regex("^https?://[^./]+\\.[^./]+\\.svc([.:/]|$)", var.storage.endpoint))
    error_message = "storage.cidrs must be set: a NetworkPolicy cannot name hosts, and storage.endpoint is no Service of the cluster (<name>.<namespace>.svc)."
  }
  validation {
    condition     = can(regex("^[1-9][0-9]*Gi$", var.storage.size))
    error_message = "storage.size must be a whole number with Gi, as 50Gi."
  }
}

variable "redis" {
  description = "The cache. cpu, memory: default 150m and 256Mi. size of its volume in mode galaxy: default 20Gi. storage_class: default: the cluster's."
  type = object({
    cpu           = optional(string, "150m")
    memory        = optional(string, "256Mi")
    size          = optional(string, "20Gi")
    storage_class = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = can(regex("^[1-9][0-9]*Gi$", var.redis.size))
    error_message = "redis.size must be a whole number with Gi, as 20Gi."
  }
  validation {
    condition     = can(regex("^([0-9]+m?|[0-9]+\\.[0-9]+)$", var.redis.cpu)) && can(regex("^[1-9][0-9]*(Ki|Mi|Gi|Ti)$", var.redis.memory))
    error_message = "redis.cpu must be as \"150m\", redis.memory as \"256Mi\"."
  }
}

variable "total" {
  description = "What all roles and Redis ask for together, for the capacity table: cpu, default 2, and memory_gib, default 3. A plan fails where it is not so."
  type = object({
    cpu        = optional(number, 2)
    memory_gib = optional(number, 3)
  })
  default  = {}
  nullable = false
}

variable "admin_password_secret_name" {
  description = "Name of a Secret with key password, of the user admin."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", var.admin_password_secret_name))
    error_message = "admin_password_secret_name must be the name of a Secret."
  }
}

variable "container_token_secret_name" {
  description = "Name of a Secret with the key pair that signs tokens for container images; default: none, and no images."
  type        = string
  default     = null
}

variable "signing" {
  description = <<-EOT
    Signatures of collections; default: none.
    secret_name: of a Secret with key signing_service.gpg, the private key. scripts_config_map: of a ConfigMap with the scripts that sign, collection_sign.sh and container_sign.sh.
  EOT
  type = object({
    secret_name        = string
    scripts_config_map = string
  })
  default = null

  validation {
    condition     = var.signing == null || try(alltrue([for name in values(var.signing) : can(regex("^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$", name))]), false)
    error_message = "signing.secret_name and scripts_config_map must be the names of a Secret and a ConfigMap, not what is in them."
  }
}

variable "db_fields_encryption_secret_name" {
  description = "Name of a Secret with the key that encrypts secret fields in the database. Default: the operator makes one; without a copy of it a backup of the database cannot be read."
  type        = string
  default     = null

  validation {
    condition     = var.environment != "prod" || var.db_fields_encryption_secret_name != null
    error_message = "db_fields_encryption_secret_name must be set in prod: a backup of the database is worth nothing without that key."
  }
}

variable "remote_cidrs" {
  description = "List of the addresses that content is synchronized from, by https, for the NetworkPolicy, as [\"0.0.0.0/0\"]; default: none."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for cidr in var.remote_cidrs : can(cidrhost(cidr, 0))])
    error_message = "remote_cidrs must be address ranges, as 203.0.113.0/24."
  }
}

variable "api" {
  description = "The pods of role api. replicas: default 1. cpu, memory: what each asks for; default 750m and 1Gi. memory_limit: default: as memory."
  type = object({
    replicas     = optional(number, 1)
    cpu          = optional(string, "750m")
    memory       = optional(string, "1Gi")
    memory_limit = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.api.replicas >= 1 && floor(var.api.replicas) == var.api.replicas
    error_message = "api.replicas must be a whole number, at least 1."
  }
  validation {
    condition     = can(regex("^([0-9]+m?|[0-9]+\\.[0-9]+)$", var.api.cpu)) && alltrue([for memory in compact([var.api.memory, var.api.memory_limit]) : can(regex("^[1-9][0-9]*(Ki|Mi|Gi|Ti)$", memory))])
    error_message = "api.cpu must be as \"500m\", api.memory and memory_limit as \"768Mi\"."
  }
}

variable "content" {
  description = "The pods of role content. replicas: default 1. cpu, memory: what each asks for; default 500m and 768Mi. memory_limit: default: as memory."
  type = object({
    replicas     = optional(number, 1)
    cpu          = optional(string, "500m")
    memory       = optional(string, "768Mi")
    memory_limit = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.content.replicas >= 1 && floor(var.content.replicas) == var.content.replicas
    error_message = "content.replicas must be a whole number, at least 1."
  }
  validation {
    condition     = can(regex("^([0-9]+m?|[0-9]+\\.[0-9]+)$", var.content.cpu)) && alltrue([for memory in compact([var.content.memory, var.content.memory_limit]) : can(regex("^[1-9][0-9]*(Ki|Mi|Gi|Ti)$", memory))])
    error_message = "content.cpu must be as \"500m\", content.memory and memory_limit as \"768Mi\"."
  }
}

variable "worker" {
  description = "The pods of role worker. replicas: default 1. cpu, memory: what each asks for; default 500m and 768Mi. memory_limit: default: as memory."
  type = object({
    replicas     = optional(number, 1)
    cpu          = optional(string, "500m")
    memory       = optional(string, "768Mi")
    memory_limit = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.worker.replicas >= 1 && floor(var.worker.replicas) == var.worker.replicas
    error_message = "worker.replicas must be a whole number, at least 1."
  }
  validation {
    condition     = can(regex("^([0-9]+m?|[0-9]+\\.[0-9]+)$", var.worker.cpu)) && alltrue([for memory in compact([var.worker.memory, var.worker.memory_limit]) : can(regex("^[1-9][0-9]*(Ki|Mi|Gi|Ti)$", memory))])
    error_message = "worker.cpu must be as \"500m\", worker.memory and memory_limit as \"768Mi\"."
  }
}

variable "web" {
  description = "The pods of role web. replicas: default 1. cpu, memory: what each asks for; default 100m and 256Mi. memory_limit: default: as memory."
  type = object({
    replicas     = optional(number, 1)
    cpu          = optional(string, "100m")
    memory       = optional(string, "256Mi")
    memory_limit = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.web.replicas >= 1 && floor(var.web.replicas) == var.web.replicas
    error_message = "web.replicas must be a whole number, at least 1."
  }
  validation {
    condition     = can(regex("^([0-9]+m?|[0-9]+\\.[0-9]+)$", var.web.cpu)) && alltrue([for memory in compact([var.web.memory, var.web.memory_limit]) : can(regex("^[1-9][0-9]*(Ki|Mi|Gi|Ti)$", memory))])
    error_message = "web.cpu must be as \"500m\", web.memory and memory_limit as \"768Mi\"."
  }
}
