variable "name" {
  description = "Name of the workload, as its Deployment or StatefulSet is called: label app.kubernetes.io/instance. Lower case letters, digits and -, at most 50."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]([-a-z0-9]{0,48}[a-z0-9])?$", var.name))
    error_message = "name must be 1 to 50 lower case letters, digits and -, begin with a letter and not end with -."
  }
}

variable "application" {
  description = "What runs there, for example bazel-remote: label app.kubernetes.io/name."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", var.application))
    error_message = "application must be 1 to 63 lower case letters, digits and -, and neither begin nor end with -."
  }
}

variable "component" {
  description = "Part of the workload that these pods are, for example api or gc: label app.kubernetes.io/component. Two pod sets of one name need different components, or each selects the other's pods."
  type        = string
  default     = "server"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", var.component))
    error_message = "component must be 1 to 63 lower case letters, digits and -, and neither begin nor end with -."
  }
}

variable "environment" {
  description = "dev, staging or prod: label flywheel.dev/environment."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["dev", "staging", "prod"], var.environment)
    error_message = "environment must be dev, staging or prod."
  }
}

variable "labels" {
  description = "Further labels for every object. They never reach selectors, which Kubernetes does not let change."
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
    Container image.
    repository: registry and path, without tag.
    tag, digest: either or both; the digest (sha256:…) decides where both are there.
  EOT
  type = object({
    repository = string
    tag        = optional(string)
    digest     = optional(string)
  })
  nullable = false

  validation {
    condition     = var.image.tag != null || var.image.digest != null
    error_message = "image needs a tag or a digest: without one the registry would choose \"latest\"."
  }
  validation {
    condition     = var.image.tag != "latest"
    error_message = "image.tag must not be \"latest\": it is another image every week."
  }
}

variable "user_id" {
  description = "Numeric user of every container, not root."
  type        = number
  nullable    = false

  validation {
    condition     = var.user_id >= 1 && var.user_id <= 2147483647 && floor(var.user_id) == var.user_id
    error_message = "user_id must be a whole number from 1 to 2147483647: 0 is root."
  }
}

variable "group_id" {
  description = "Numeric group of every container, and the group that owns its volumes; default: as user_id."
  type        = number
  default     = null

  validation {
    condition     = var.group_id == null || try(var.group_id >= 1 && var.group_id <= 2147483647 && floor(var.group_id) == var.group_id, false)
    error_message = "group_id must be a whole number from 1 to 2147483647: 0 is root's."
  }
}

variable "replicas" {
  description = "The least number of pods there will be: above 1 they get a PodDisruptionBudget."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.replicas >= 1 && floor(var.replicas) == var.replicas
    error_message = "replicas must be a whole number, at least 1."
  }
}

variable "termination_grace_period_seconds" {
  description = "Seconds between the request to end and the kill."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = var.termination_grace_period_seconds >= 30
    error_message = "termination_grace_period_seconds must be at least 30: requests under way need time to end."
  }
}

variable "read_only_root_filesystem" {
  description = "Whether the root file system is read-only. False is an exception that the calling module's README names."
  type        = bool
  default     = true
  nullable    = false
}

variable "tmp_size" {
  description = "Bound of the emptyDir at /tmp, as 64Mi."
  type        = string
  default     = "64Mi"
  nullable    = false

  validation {
    condition     = can(regex("^[1-9][0-9]*(Ki|Mi|Gi|Ti)$", var.tmp_size))
    error_message = "tmp_size must be a whole number with Ki, Mi, Gi or Ti, as 64Mi."
  }
}
