variable "name" {
  description = "Name of the cluster; its pods are <name>-1, …, its Services <name>-rw, <name>-ro and <name>-r, its Secret <name>-app."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]([-a-z0-9]{0,48}[a-z0-9])?$", var.name))
    error_message = "name must be 1 to 50 lower case letters, digits and -, begin with a letter and not end with -."
  }
}

variable "namespace" {
  description = "Namespace that everything is created in. It must exist, and be named by no other stack."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", var.namespace))
    error_message = "namespace must be 1 to 63 lower case letters, digits and -, and neither begin nor end with -."
  }
}

variable "environment" {
  description = "dev, staging or prod. In prod an image needs a digest, and the cluster three instances and backups."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["dev", "staging", "prod"], var.environment)
    error_message = "environment must be dev, staging or prod."
  }
}

variable "labels" {
  description = "Map of further labels for every object; default: none. They never reach selectors."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.labels) : !startswith(key, "app.kubernetes.io/") && !startswith(key, "flywheel.dev/")])
    error_message = "labels must not set app.kubernetes.io/… or flywheel.dev/…: the module sets those, and selectors rely on them."
  }
}

variable "image" {
  description = <<-EOT
    Image of PostgreSQL; default 18.6, minimal: the tools for backups are in the plugin's own image.
    repository: registry and path, without tag.
    tag: begins with the version of PostgreSQL, which the operator reads from it, as 18.6-minimal-trixie.
    digest (sha256:…): decides where it is there, and prod demands it.
    pull_policy: Always, IfNotPresent or Never; default IfNotPresent.
    pull_secrets: list of names of Secrets in the namespace; default: none.
  EOT
  type = object({
    repository   = string
    tag          = string
    digest       = optional(string)
    pull_policy  = optional(string, "IfNotPresent")
    pull_secrets = optional(list(string), [])
  })
  # 18.6-minimal-trixie: docs/src/image_catalog.md of cloudnative-pg at a95a534 (2026-08-21).
  # renovate: datasource=docker depName=ghcr.io/cloudnative-pg/postgresql versioning=regex:^(?<major>\d+)\.(?<minor>\d+)-(?<compatibility>minimal-trixie)$
  default = {
    repository = "ghcr.io/cloudnative-pg/postgresql"
    tag        = "18.6-minimal-trixie"
  }
  nullable = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9._:/-]*[a-z0-9])?$", var.image.repository)) && !can(regex(":[^/]*$", var.image.repository))
    error_message = "image.repository must be a registry and path in lower case, without tag or digest."
  }
  validation {
    condition     = can(regex("^1[4-9]([.-][A-Za-z0-9._-]{1,120})?$", var.image.tag))
    error_message = "image.tag must begin with a version of PostgreSQL from 14 to 19, as 18.6-minimal-trixie: the operator reads the version from it."
  }
  validation {
    condition     = var.image.digest == null || can(regex("^sha256:[0-9a-f]{64}$", var.image.digest))
    error_message = "image.digest must be sha256: and 64 hexadecimal digits."
  }
  validation {
    condition     = var.environment != "prod" || var.image.digest != null
    error_message = "image.digest must be set in prod: a tag can be moved to other content."
  }
  validation {
    condition     = contains(["Always", "IfNotPresent", "Never"], var.image.pull_policy)
    error_message = "image.pull_policy must be Always, IfNotPresent or Never."
  }
}

variable "instances" {
  description = "Number of PostgreSQL servers, one of which is the primary: 1, or 3 and more for a failover without loss; at least 3 in prod; default 1. Two are taken with a warning."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.instances >= 1 && var.instances <= 9 && floor(var.instances) == var.instances
    error_message = "instances must be a whole number from 1 to 9."
  }
  validation {
    condition     = var.environment != "prod" || var.instances >= 3
    error_message = "instances must be at least 3 in prod: with fewer the loss of a node stops writing or loses what was written."
  }
}

variable "database" {
  description = <<-EOT
    The application's database.
    name, owner: of the database and of the role that owns it; the operator makes its password.
    extensions: list of extensions that are made in it at the start; default: none.
    locale: of the database, at its start; default C.UTF-8, whose order does not change with the system's libraries.
  EOT
  type = object({
    name       = string
    owner      = string
    extensions = optional(list(string), [])
    locale     = optional(string, "C.UTF-8")
  })
  nullable = false

  validation {
    condition     = alltrue([for word in [var.database.name, var.database.owner] : can(regex("^[a-z_][a-z0-9_]{0,62}$", word))])
    error_message = "database.name and owner must be 1 to 63 lower case letters, digits and _, and not begin with a digit."
  }
  validation {
    condition     = !contains(["postgres", "template0", "template1"], var.database.name) && !contains(["postgres", "streaming_replica"], var.database.owner)
    error_message = "database.name and owner must not be those of PostgreSQL and of the operator."
  }
  validation {
    condition     = alltrue([for extension in var.database.extensions : can(regex("^[a-z][a-z0-9_-]{0,62}$", extension))])
    error_message = "database.extensions must be names of extensions, as pg_trgm: they become part of an SQL statement."
  }
  validation {
    condition     = can(regex("^[A-Za-z0-9_.@-]+$", var.database.locale))
    error_message = "database.locale must be the name of a locale, as C.UTF-8."
  }
}

variable "additional_databases" {
  description = "List of further databases in the cluster, owned by database.owner; default: none. A database that is taken out of the list stays: its data is not deleted."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for name in var.additional_databases : can(regex("^[a-z]([a-z0-9_]{0,61}[a-z0-9])?$", name))])
    error_message = "additional_databases must be 1 to 63 lower case letters, digits and _, begin with a letter and not end with _."
  }
  validation {
    condition     = length(distinct(var.additional_databases)) == length(var.additional_databases) && !contains(var.additional_databases, var.database.name)
    error_message = "additional_databases must not name a database twice, nor that of database.name."
  }
}

variable "storage" {
  description = <<-EOT
    Volumes of each instance.
    size: of the data, as 20Gi. wal_size: of a volume of its own for the write-ahead log; default: on the data's.
    class: storage class; default: the cluster's.
    resize_in_use: whether a larger size grows the volumes of running instances; default true. Volumes never shrink.
  EOT
  type = object({
    size          = string
    wal_size      = optional(string)
    class         = optional(string)
    resize_in_use = optional(bool, true)
  })
  nullable = false

  validation {
    condition     = alltrue([for size in compact([var.storage.size, var.storage.wal_size]) : can(regex("^[1-9][0-9]*(Mi|Gi|Ti)$", size))])
    error_message = "storage.size and wal_size must be whole numbers with Mi, Gi or Ti, as 20Gi."
  }
}
