variable "replicas" {
  type = number
  validation {
    condition = var.replicas > 1
  }
}
