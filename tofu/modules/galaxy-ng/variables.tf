variable "name" {
  description = "Name of the workload and of its Service; default galaxy."
  type        = string
  default     = "galaxy"
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
    Image of the server (quay.io/ansible/galaxy-ng, or quay.io/pulp/pulp in mode pulp). None to default to: galaxy_ng has no releases that public sources confirm; give a digest that you have tested.
    repository: registry and path, without tag.
    tag, digest (sha256:…): at least one; the digest decides, and prod demands it. Never the tag "latest".
  EOT
  type = object({
    repository = string
    tag        = optional(string)
    digest     = optional(string)
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
}

variable "web_image" {
  description = <<-EOT
    Image of the web pods (quay.io/ansible/galaxy-ui, or quay.io/pulp/pulp-web in mode pulp); as image.
    repository: registry and path, without tag.
    tag, digest (sha256:…): at least one; the digest decides, and prod demands it. Never the tag "latest".
  EOT
  type = object({
    repository = string
    tag        = optional(string)
    digest     = optional(string)
  })
  nullable = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9._:/-]*[a-z0-9])?$", var.web_image.repository)) && !can(regex(":[^/]*$", var.web_image.repository))
    error_message = "web_image.repository must be a registry and path in lower case, without tag or digest."
  }
  validation {
    condition     = var.web_image.tag != null || var.web_image.digest != null
    error_message = "web_image needs a tag or a digest: without one the registry would choose \"latest\"."
  }
  validation {
    condition     = var.web_image.tag == null || (var.web_image.tag != "latest" && can(regex("^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$", var.web_image.tag)))
    error_message = "web_image.tag must be a tag of the image, and not \"latest\", which is another image every week."
  }
  validation {
    condition     = var.web_image.digest == null || can(regex("^sha256:[0-9a-f]{64}$", var.web_image.digest))
    error_message = "web_image.digest must be sha256: and 64 hexadecimal digits."
  }
  validation {
    condition     = var.environment != "prod" || var.web_image.digest != null
    error_message = "web_image.digest must be set in prod: a tag can be moved to other content."
  }
}
