variable "name" {
  description = "Who is greeted."
  type        = string

  validation {
    condition     = var.name != ""
    error_message = "name must not be empty."
  }
}
