variable "name" {
  description = "Name of the namespace."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", var.name))
    error_message = "name must be 1 to 63 lower case letters, digits and -, and neither begin nor end with -."
  }
  validation {
    condition     = !contains(["default", "kube-system", "kube-public", "kube-node-lease"], var.name)
    error_message = "name must not be one of Kubernetes' own namespaces: default-deny there would cut off the cluster."
  }
}

variable "environment" {
  description = "dev, staging or prod: label flywheel.dev/environment. In prod prevent_destroy is true unless it is said otherwise."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["dev", "staging", "prod"], var.environment)
    error_message = "environment must be dev, staging or prod."
  }
}

variable "labels" {
  description = "Map of further labels for every object; default: none."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.labels) : !startswith(key, "app.kubernetes.io/") && !startswith(key, "flywheel.dev/")])
    error_message = "labels must not set app.kubernetes.io/… or flywheel.dev/…: the module sets those."
  }
  validation {
    condition     = alltrue([for key in keys(var.labels) : !startswith(key, "pod-security.kubernetes.io/")])
    error_message = "labels must not set pod-security.kubernetes.io/…: pod_security says it."
  }
}

variable "annotations" {
  description = "Map of annotations of the namespace; default: none."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "create" {
  description = "Whether the namespace is made; default true. False: it exists and belongs to somebody else, and only what is in it is made. To take over one that exists, write an import block in the stack."
  type        = bool
  default     = true
  nullable    = false
}

variable "prevent_destroy" {
  description = "Whether a plan that destroys the namespace, and with it all volumes in it, is refused; default: in prod."
  type        = bool
  default     = null
}

variable "pod_security" {
  description = <<-EOT
    Pod Security Standard that the API server holds pods to.
    enforce: restricted (default), baseline or privileged; warn and audit are always restricted.
    version: of the standard, as v1.34; default latest, that of the API server.
    reason: why it is less than restricted; wanted then, and told by an annotation.
  EOT
  type = object({
    enforce = optional(string, "restricted")
    version = optional(string, "latest")
    reason  = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["restricted", "baseline", "privileged"], var.pod_security.enforce)
    error_message = "pod_security.enforce must be restricted, baseline or privileged."
  }
  validation {
    condition     = can(regex("^(latest|v1\\.[0-9]+)$", var.pod_security.version))
    error_message = "pod_security.version must be latest or a minor version of Kubernetes, as v1.34."
  }
  validation {
    condition     = var.pod_security.enforce == "restricted" || try(trimspace(var.pod_security.reason) != "", false)
    error_message = "pod_security.reason must say why pods may do more than the restricted standard allows."
  }
}

variable "default_deny" {
  description = "Whether pods may neither connect nor be connected to where no other NetworkPolicy allows it; default true."
  type        = bool
  default     = true
  nullable    = false
}

variable "allow_dns" {
  description = "Whether pods may resolve names, by port 53 of kube-system; default true."
  type        = bool
  default     = true
  nullable    = false
}

variable "quota" {
  description = <<-EOT
    What all pods of the namespace may request together; default: no bound.
    requests_cpu ("4"), requests_memory, limits_memory ("16Gi"), storage ("100Gi", of all volume claims), pods (number): each optional, at least one.
    With requests_cpu, requests_memory or limits_memory a pod that does not state its own is refused, unless limit_range gives it one.
  EOT
  type = object({
    requests_cpu    = optional(string)
    requests_memory = optional(string)
    limits_memory   = optional(string)
    storage         = optional(string)
    pods            = optional(number)
  })
  default = null

  validation {
    condition     = var.quota == null || try(anytrue([for value in values(var.quota) : value != null]), false)
    error_message = "quota must bound something, or be left out."
  }
  validation {
    condition     = try(var.quota.requests_cpu, null) == null || can(regex("^([0-9]+m?|[0-9]+\\.[0-9]+)$", var.quota.requests_cpu))
    error_message = "quota.requests_cpu must be a number of processors or of thousandths, as \"4\" or \"500m\"."
  }
  validation {
    condition     = alltrue([for value in [try(var.quota.requests_memory, null), try(var.quota.limits_memory, null), try(var.quota.storage, null)] : value == null || can(regex("^[1-9][0-9]*(Ki|Mi|Gi|Ti)$", value))])
    error_message = "quota.requests_memory, limits_memory and storage must be whole numbers with Ki, Mi, Gi or Ti, as \"16Gi\"."
  }
  validation {
    condition     = try(var.quota.pods, null) == null || try(var.quota.pods >= 1 && floor(var.quota.pods) == var.quota.pods, false)
    error_message = "quota.pods must be a whole number, at least 1."
  }
}

variable "limit_range" {
  description = <<-EOT
    What a container that does not say it itself requests and is limited to; default: nothing.
    cpu_request ("100m"), memory_request ("128Mi"), memory_limit ("512Mi").
  EOT
  type = object({
    cpu_request    = string
    memory_request = string
    memory_limit   = string
  })
  default = null

  validation {
    condition     = var.limit_range == null || can(regex("^([0-9]+m?|[0-9]+\\.[0-9]+)$", var.limit_range.cpu_request))
    error_message = "limit_range.cpu_request must be a number of processors or of thousandths, as \"100m\"."
  }
  validation {
    condition     = var.limit_range == null || try(alltrue([for value in [var.limit_range.memory_request, var.limit_range.memory_limit] : can(regex("^[1-9][0-9]*(Ki|Mi|Gi|Ti)$", value))]), false)
    error_message = "limit_range.memory_request and memory_limit must be whole numbers with Ki, Mi, Gi or Ti, as \"128Mi\"."
  }
}
