variable "image" {
  type        = string
  description = "Container image with a tag or a digest."
  nullable    = false

  validation {
    condition     = !endswith(var.image, ":latest")
    error_message = "Pin the image: the tag latest is another image every day."
  }
}

variable "name" {
  type        = string
  description = "Name of the application and of its objects."
  nullable    = false
}

variable "namespace" {
  type        = string
  description = "Namespace of the objects, which exists already."
  nullable    = false
}

variable "replicas" {
  type        = number
  description = "Number of pods."
  default     = 2
  nullable    = false

  validation {
    condition     = var.replicas >= 1
    error_message = "At least one pod is needed."
  }
}
