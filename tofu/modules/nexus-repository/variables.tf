variable "name" {
  description = "Name of the workload and of its Service; default nexus."
  type        = string
  default     = "nexus"
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

variable "image" {
  description = <<-EOT
    Container image; default Nexus Repository 3.96.3 of Docker Hub by its tag.
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
  # Newest that public repositories pin (2026-11).
  # renovate: datasource=docker depName=sonatype/nexus3
  default = {
    repository = "docker.io/sonatype/nexus3"
    tag        = "3.96.3"
  }
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
}

variable "client_image" {
  description = <<-EOT
    Image with sh, curl, sed and awk, for the bootstrap Job; default curl's own.
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
  # The same as module attic's.
  # renovate: datasource=docker depName=curlimages/curl
  default = {
    repository = "docker.io/curlimages/curl"
    tag        = "8.21.0"
  }
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
}
