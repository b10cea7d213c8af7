variable "namespace" {
  description = "Namespace of the operator; default minio-operator. It must exist, and nothing else needs to be in it."
  type        = string
  default     = "minio-operator"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", var.namespace))
    error_message = "namespace must be 1 to 63 lower case letters, digits and -, and neither begin nor end with -."
  }
}

variable "environment" {
  description = "dev, staging or prod. In prod there are at least two replicas, and a plan that destroys the operator is refused."
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
    error_message = "labels must not set app.kubernetes.io/… or flywheel.dev/…: the module sets those, and selectors rely on them."
  }
}

# tflint-ignore: terraform_unused_declarations # Its rule is all that it is for.
variable "accept_unmaintained_operator" {
  description = "Must be true: minio/operator has had no commit since October 2025, and MinIO itself is no longer maintained. The modules object-store-seaweedfs and object-store-external need no operator."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = var.accept_unmaintained_operator
    error_message = "accept_unmaintained_operator must be true: minio/operator has had no commit since October 2025. Otherwise take the modules object-store-seaweedfs or object-store-external, which tell their clients the same."
  }
}

variable "chart_version" {
  description = "Version of the chart operator; default 7.1.1, the last one."
  type        = string
  # 7.1.1 (2025-04): helm/operator/Chart.yaml of github.com/minio/operator at 0ee2c254.
  # renovate: datasource=helm depName=operator registryUrl=https://operator.min.io
  default  = "7.1.1"
  nullable = false

  validation {
    condition     = can(regex("^[0-9]+\\.[0-9]+\\.[0-9]+$", var.chart_version))
    error_message = "chart_version must be an exact version, as 7.1.1: a range would install another one tomorrow."
  }

  validation {
    condition     = try(tonumber(split(".", var.chart_version)[0]) >= 7, false)
    error_message = "chart_version must be 7.0.0 or newer: the values here are of that form."
  }
}

variable "chart_repository" {
  description = "Helm repository of the charts, https:// or oci://, for a mirror; default https://operator.min.io."
  type        = string
  default     = "https://operator.min.io"
  nullable    = false

  validation {
    condition     = can(regex("^(https|oci)://[a-z0-9.-]+(:[0-9]+)?(/\\S*)?$", var.chart_repository))
    error_message = "chart_repository must be an address that begins with https:// or oci://."
  }
}

variable "image" {
  description = <<-EOT
    Image of the operator; default quay.io/minio/operator v7.1.1, frozen there.
    repository: registry and path, without tag.
    tag, digest (sha256:…): at least one; the digest decides, and prod demands it. Never the tag "latest".
  EOT
  type = object({
    repository = string
    tag        = optional(string)
    digest     = optional(string)
  })
  # helm/operator/values.yaml of github.com/minio/operator at 0ee2c254.
  # renovate: datasource=docker depName=quay.io/minio/operator
  default = {
    repository = "quay.io/minio/operator"
    tag        = "v7.1.1"
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
}

variable "sidecar_image" {
  description = <<-EOT
    Image of the sidecar that the operator puts into each server; default quay.io/minio/operator-sidecar v7.0.1, as the operator itself has it.
    repository: registry and path, without tag.
    tag, digest (sha256:…): at least one; the digest decides, and prod demands it. Never the tag "latest".
  EOT
  type = object({
    repository = string
    tag        = optional(string)
    digest     = optional(string)
  })
  # helm/operator/values.yaml of github.com/minio/operator at 0ee2c254.
  # renovate: datasource=docker depName=quay.io/minio/operator-sidecar
  default = {
    repository = "quay.io/minio/operator-sidecar"
    tag        = "v7.0.1"
  }
  nullable = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9._:/-]*[a-z0-9])?$", var.sidecar_image.repository)) && !can(regex(":[^/]*$", var.sidecar_image.repository))
    error_message = "sidecar_image.repository must be a registry and path in lower case, without tag or digest."
  }
  validation {
    condition     = var.sidecar_image.tag != null || var.sidecar_image.digest != null
    error_message = "sidecar_image needs a tag or a digest: without one the registry would choose \"latest\"."
  }
  validation {
    condition     = var.sidecar_image.tag == null || (var.sidecar_image.tag != "latest" && can(regex("^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$", var.sidecar_image.tag)))
    error_message = "sidecar_image.tag must be a tag of the image, and not \"latest\", which is another image every week."
  }
  validation {
    condition     = var.sidecar_image.digest == null || can(regex("^sha256:[0-9a-f]{64}$", var.sidecar_image.digest))
    error_message = "sidecar_image.digest must be sha256: and 64 hexadecimal digits."
  }
  validation {
    condition     = var.environment != "prod" || var.sidecar_image.digest != null
    error_message = "sidecar_image.digest must be set in prod: a tag can be moved to other content."
  }
}
