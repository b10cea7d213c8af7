variable "name" {
  description = "Name of the Tenant. One a namespace: the operator calls the Service minio, whatever the Tenant is called."
  type        = string
  default     = "minio"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]([-a-z0-9]{0,48}[a-z0-9])?$", var.name))
    error_message = "name must be 1 to 50 lower case letters, digits and -, begin with a letter and not end with -."
  }
}

variable "namespace" {
  description = "Namespace that everything is created in. It must exist, and have no other Tenant."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", var.namespace))
    error_message = "namespace must be 1 to 63 lower case letters, digits and -, and neither begin nor end with -."
  }
}

variable "environment" {
  description = "dev, staging or prod. In prod an image needs a digest."
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

# tflint-ignore: terraform_unused_declarations # Its rule is all that it is for.
variable "acknowledge_minio_state" {
  description = "Must be true: MinIO is no longer maintained. Its repository says so since 2026-02-12, its images on Docker Hub are gone, those of quay.io stay without fixes. Compatible forks are, as Silo of pgsty; or take the modules object-store-seaweedfs or object-store-external."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = var.acknowledge_minio_state
    error_message = "acknowledge_minio_state must be true: MinIO is no longer maintained (README of minio/minio, 2026-02-12), and its published images get no fixes. Choose an image that somebody maintains (a compatible fork, or one of your own), or the modules object-store-seaweedfs or object-store-external."
  }
}

variable "image" {
  description = <<-EOT
    Image of the server: MinIO or a fork that keeps its interface, as docker.io/pgsty/silo. No default: whom you trust with it is your choice.
    repository: registry and path, without tag.
    tag, digest (sha256:…): at least one; the digest decides, and prod demands it. Never the tag "latest".
    pull_policy: Always, IfNotPresent or Never; default IfNotPresent.
    pull_secrets: list of names of Secrets in the namespace; default: none.
  EOT
  type = object({
    repository   = string
    tag          = optional(string)
    digest       = optional(string)
    pull_policy  = optional(string, "IfNotPresent")
    pull_secrets = optional(list(string), [])
  })
  nullable = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9._:/-]*[a-z0-9])?$", var.image.repository)) && !can(regex(":[^/]*$", var.image.repository))
    error_message = "image.repository must be a registry and path in lower case, without tag or digest."
  }
  validation {
    condition     = var.image.tag != null || var.image.digest != null
    error_message = "image needs a tag or a digest: without one the registry would choose \"latest\"."
  }
  validation {
    condition     = var.image.tag == null || (var.image.tag != "latest" && can(regex("^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$", var.image.tag)))
    error_message = "image.tag must be a tag of the image, and not \"latest\", which is another image every week."
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
  validation {
    condition     = !can(regex("^(docker\\.io/)?minio/[a-z]+$", var.image.repository))
    error_message = "image.repository must not be MinIO's on Docker Hub: those were deleted in September 2026. Take a fork's, quay.io's frozen ones, or your own."
  }
}

variable "client_image" {
  description = <<-EOT
    Image with mc and a shell, for the Job that makes buckets and users. No default, as with image.
    repository: registry and path, without tag.
    tag, digest (sha256:…): at least one; the digest decides, and prod demands it. Never the tag "latest".
    pull_policy: Always, IfNotPresent or Never; default IfNotPresent.
    pull_secrets: list of names of Secrets in the namespace; default: none.
  EOT
  type = object({
    repository   = string
    tag          = optional(string)
    digest       = optional(string)
    pull_policy  = optional(string, "IfNotPresent")
    pull_secrets = optional(list(string), [])
  })
  nullable = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9._:/-]*[a-z0-9])?$", var.client_image.repository)) && !can(regex(":[^/]*$", var.client_image.repository))
    error_message = "client_image.repository must be a registry and path in lower case, without tag or digest."
  }
  validation {
    condition     = var.client_image.tag != null || var.client_image.digest != null
    error_message = "client_image needs a tag or a digest: without one the registry would choose \"latest\"."
  }
  validation {
    condition     = var.client_image.tag == null || (var.client_image.tag != "latest" && can(regex("^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$", var.client_image.tag)))
    error_message = "client_image.tag must be a tag of the image, and not \"latest\", which is another image every week."
  }
  validation {
    condition     = var.client_image.digest == null || can(regex("^sha256:[0-9a-f]{64}$", var.client_image.digest))
    error_message = "client_image.digest must be sha256: and 64 hexadecimal digits."
  }
  validation {
    condition     = var.environment != "prod" || var.client_image.digest != null
    error_message = "client_image.digest must be set in prod: a tag can be moved to other content."
  }
  validation {
    condition     = contains(["Always", "IfNotPresent", "Never"], var.client_image.pull_policy)
    error_message = "client_image.pull_policy must be Always, IfNotPresent or Never."
  }
  validation {
    condition     = !can(regex("^(docker\\.io/)?minio/[a-z]+$", var.client_image.repository))
    error_message = "client_image.repository must not be MinIO's on Docker Hub: those were deleted in September 2026. Take a fork's, quay.io's frozen ones, or your own."
  }
}

variable "resources" {
  description = <<-EOT
    Resources of each server; default 500m and 2Gi, limited to 2Gi.
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
    requests = { cpu = "500m", memory = "2Gi" }
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
