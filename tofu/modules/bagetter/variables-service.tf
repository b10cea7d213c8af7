variable "replicas" {
  description = "Number of pods; default 1. Above 1 they need PostgreSQL, and S3 or a volume that several pods may have; there is a PodDisruptionBudget then."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.replicas >= 1 && floor(var.replicas) == var.replicas
    error_message = "replicas must be a whole number, at least 1."
  }
  validation {
    condition     = var.replicas == 1 || (var.database != null && (var.storage.type == "AwsS3" || var.storage.access_mode == "ReadWriteMany"))
    error_message = "replicas above 1 need a database, and storage.type AwsS3 or storage.access_mode ReadWriteMany: the pods would each have packages of their own."
  }
}

variable "api_key_secret" {
  description = <<-EOT
    Who may push: whoever has the key.
    name: of a Secret in the namespace. key: default api-key. An empty value would let everyone push.
  EOT
  type = object({
    name = string
    key  = optional(string, "api-key")
  })
  nullable = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", var.api_key_secret.name))
    error_message = "api_key_secret.name must be the name of a Secret."
  }
}

variable "read_credentials_secret_name" {
  description = "Name of a Secret in the namespace with keys username and password, which reading then needs. Default: whoever may connect reads; not where the service is exposed."
  type        = string
  default     = null

  validation {
    condition     = var.read_credentials_secret_name == null || can(regex("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", var.read_credentials_secret_name))
    error_message = "read_credentials_secret_name must be the name of a Secret."
  }
  validation {
    condition     = var.exposure.mode == "none" || var.read_credentials_secret_name != null
    error_message = "read_credentials_secret_name must be set where exposure.mode is not none: anyone could take your packages."
  }
}

variable "auth_revision" {
  description = "Change it after the Secret of the API key or of the read credentials has changed, to restart the pods; default 1."
  type        = number
  default     = 1
  nullable    = false
}

variable "mirror" {
  description = <<-EOT
    Packages that are not here are taken from another source, and kept.
    enabled: default false.
    source: its service index; default nuget.org's.
    cidrs: its addresses for the NetworkPolicy; default every address, since nuget.org is behind a content delivery network.
  EOT
  type = object({
    enabled = optional(bool, false)
    source  = optional(string, "https://api.nuget.org/v3/index.json")
    cidrs   = optional(list(string), ["0.0.0.0/0"])
  })
  default  = {}
  nullable = false

  validation {
    condition     = can(regex("^https?://[A-Za-z0-9.-]+(:[1-9][0-9]*)?/[^\\s@]*$", var.mirror.source))
    error_message = "mirror.source must be http:// or https:// and a host, without user or password."
  }
  validation {
    condition     = length(var.mirror.cidrs) > 0 && alltrue([for cidr in var.mirror.cidrs : can(cidrhost(cidr, 0))])
    error_message = "mirror.cidrs must be address ranges, as 203.0.113.0/24, at least one."
  }
}

variable "retention" {
  description = "How many versions of a package are kept; older ones are deleted when a new one is pushed. max_major, max_minor (of each major), max_patch (of each minor), max_prerelease (of each patch and kind); default: all."
  type = object({
    max_major      = optional(number)
    max_minor      = optional(number)
    max_patch      = optional(number)
    max_prerelease = optional(number)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for value in values(var.retention) : value == null || try(value >= 1 && floor(value) == value, false)])
    error_message = "retention.* must be whole numbers, at least 1."
  }
}

variable "allow_overwrite" {
  description = "Whether a version may be pushed again: False (default), PrereleaseOnly or True. Clients keep the first one they saw."
  type        = string
  default     = "False"
  nullable    = false

  validation {
    condition     = contains(["False", "PrereleaseOnly", "True"], var.allow_overwrite)
    error_message = "allow_overwrite must be False, PrereleaseOnly or True."
  }
}

variable "package_deletion" {
  description = "What deleting does: Unlist (default; who names the version still gets it) or HardDelete."
  type        = string
  default     = "Unlist"
  nullable    = false

  validation {
    condition     = contains(["Unlist", "HardDelete"], var.package_deletion)
    error_message = "package_deletion must be Unlist or HardDelete."
  }
}

variable "max_package_gib" {
  description = "Largest package, in whole GiB; default 1. The pod's /tmp, 2 times that and 1 GiB, is counted as ephemeral storage."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.max_package_gib >= 1 && floor(var.max_package_gib) == var.max_package_gib
    error_message = "max_package_gib must be a whole number, at least 1."
  }
}

variable "nuget_source_name" {
  description = "Name of the source for clients, of which the variable with their credentials is named; default bagetter."
  type        = string
  default     = "bagetter"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9_.]*$", var.nuget_source_name))
    error_message = "nuget_source_name must be letters, digits, . and _ and begin with a letter."
  }
}

variable "nuget_patterns" {
  description = "List of the packages that clients take from here and from nowhere else, as [\"Example.*\"]; default: none, and nuget_sources is empty."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for pattern in var.nuget_patterns : can(regex("^([A-Za-z0-9_.-]+\\*?|\\*)$", pattern))])
    error_message = "nuget_patterns must be names of packages with at most one * at the end, as \"Example.*\"."
  }
}

variable "service_account_annotations" {
  description = "Map of annotations of the pods' service account, for S3 by the pod's own role; default: none. No token of the API server is mounted."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "probe" {
  description = <<-EOT
    A look from outside, by a blackbox exporter that is there.
    prober_url: its host and port, as blackbox.monitoring.svc:9115; default: none.
    module: of its configuration; default http_2xx.
  EOT
  type = object({
    prober_url = optional(string)
    module     = optional(string, "http_2xx")
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.probe.prober_url == null || can(regex("^[a-z0-9.-]+:[1-9][0-9]*$", var.probe.prober_url))
    error_message = "probe.prober_url must be host and port, as blackbox.monitoring.svc:9115, without a scheme."
  }
  validation {
    condition     = var.probe.prober_url == null || var.monitoring.enabled
    error_message = "probe.prober_url needs monitoring.enabled: nobody would look at the probe."
  }
}
