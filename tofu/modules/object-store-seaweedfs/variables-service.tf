variable "chart_version" {
  description = "Version of the chart seaweedfs; default 4.44.0."
  type        = string
  # 4.44.0: k8s/charts/seaweedfs/Chart.yaml of github.com/seaweedfs/seaweedfs at cc8364a (2026-08-22).
  # renovate: datasource=helm depName=seaweedfs registryUrl=https://seaweedfs.github.io/seaweedfs/helm
  default  = "4.44.0"
  nullable = false

  validation {
    condition     = can(regex("^[4-9]\\.[0-9]+\\.[0-9]+$", var.chart_version))
    error_message = "chart_version must be an exact version, 4 or newer, as 4.44.0: a range would install another one tomorrow."
  }
}

variable "chart_repository" {
  description = "Helm repository of the chart, https:// or oci://, for a mirror; default https://seaweedfs.github.io/seaweedfs/helm."
  type        = string
  default     = "https://seaweedfs.github.io/seaweedfs/helm"
  nullable    = false

  validation {
    condition     = can(regex("^(https|oci)://[a-z0-9.-]+(:[0-9]+)?(/\\S*)?$", var.chart_repository))
    error_message = "chart_repository must be an address that begins with https:// or oci://."
  }
}

variable "masters" {
  description = "Number of masters, which know where what is: 1 or 3; 3 in prod; default 1."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = contains([1, 3], var.masters)
    error_message = "masters must be 1 or 3: they vote."
  }
  validation {
    condition     = var.environment != "prod" || var.masters == 3
    error_message = "masters must be 3 in prod: with one its loss stops everything."
  }
}

variable "volume" {
  description = <<-EOT
    Servers that keep the objects.
    servers: default 1. size: of the volume of each, as 200Gi.
    copies: of every object, on different servers, 1 to 3; at least 2 in prod; default 1.
    storage_class: of all volumes; default: the cluster's.
  EOT
  type = object({
    servers       = optional(number, 1)
    size          = string
    copies        = optional(number, 1)
    storage_class = optional(string)
  })
  nullable = false

  validation {
    condition     = var.volume.servers >= 1 && floor(var.volume.servers) == var.volume.servers
    error_message = "volume.servers must be a whole number, at least 1."
  }
  validation {
    condition     = can(regex("^[1-9][0-9]*(Mi|Gi|Ti)$", var.volume.size))
    error_message = "volume.size must be a whole number with Mi, Gi or Ti, as 200Gi."
  }
  validation {
    condition     = var.volume.copies >= 1 && var.volume.copies <= 3 && floor(var.volume.copies) == var.volume.copies
    error_message = "volume.copies must be 1, 2 or 3."
  }
  validation {
    condition     = var.environment != "prod" || var.volume.copies >= 2
    error_message = "volume.copies must be at least 2 in prod: with one the loss of a disk loses objects that databases count on."
  }
  validation {
    condition     = var.volume.servers >= var.volume.copies
    error_message = "volume.servers must be at least volume.copies: no two copies are on one server."
  }
}

variable "filer" {
  description = "The filer, which knows names of objects: size of its volume; default 10Gi. There is one: its store is on that volume."
  type = object({
    size = optional(string, "10Gi")
  })
  default  = {}
  nullable = false

  validation {
    condition     = can(regex("^[1-9][0-9]*(Mi|Gi|Ti)$", var.filer.size))
    error_message = "filer.size must be a whole number with Mi, Gi or Ti, as 10Gi."
  }
}

variable "gateways" {
  description = "Number of S3 gateways; at least 2 in prod; default 1."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.gateways >= 1 && floor(var.gateways) == var.gateways
    error_message = "gateways must be a whole number, at least 1."
  }
  validation {
    condition     = var.environment != "prod" || var.gateways >= 2
    error_message = "gateways must be at least 2 in prod: a node drain must not take the store away."
  }
}

variable "resources" {
  description = <<-EOT
    Resources of each volume server; default 500m and 1Gi, limited to 2Gi.
    requests: cpu ("1", "0.5" or "500m") and memory ("2Gi"; Ki, Mi, Gi or Ti).
    limits: memory, at least the request, and cpu, best left out; default: none.
  EOT
  type = object({
    requests = object({
      cpu    = string
      memory = string
    })
    limits = optional(object({
      cpu    = optional(string)
      memory = string
    }))
  })
  default = {
    requests = { cpu = "500m", memory = "1Gi" }
    limits   = { memory = "2Gi" }
  }
  nullable = false

  validation {
    condition     = alltrue([for cpu in compact([var.resources.requests.cpu, try(var.resources.limits.cpu, null)]) : can(regex("^([0-9]+m?|[0-9]+\\.[0-9]+)$", cpu))])
    error_message = "resources.*.cpu must be a number of processors or of thousandths, as \"1\", \"0.5\" or \"500m\"."
  }
  validation {
    condition     = alltrue([for memory in compact([var.resources.requests.memory, try(var.resources.limits.memory, null)]) : can(regex("^[1-9][0-9]*(Ki|Mi|Gi|Ti)$", memory))])
    error_message = "resources.*.memory must be a whole number with Ki, Mi, Gi or Ti, as \"2Gi\"."
  }
  validation {
    condition = var.resources.limits == null || try(
      (tonumber(regex("^[0-9]+", var.resources.limits.memory)) * pow(1024, index(["Ki", "Mi", "Gi", "Ti"], regex("[KMGT]i$", var.resources.limits.memory)))) >=
      (tonumber(regex("^[0-9]+", var.resources.requests.memory)) * pow(1024, index(["Ki", "Mi", "Gi", "Ti"], regex("[KMGT]i$", var.resources.requests.memory)))),
      # Malformed quantities are the finding of the rule above.
      true,
    )
    error_message = "resources.limits.memory must be at least resources.requests.memory: Kubernetes refuses such a pod."
  }
}
