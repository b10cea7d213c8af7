variable "replicas" {
  type = number
  validation {
    condition     = var.replicas > 0
    error_message = "Want one at least."
  }
}
