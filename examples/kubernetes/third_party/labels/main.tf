variable "name" {
  type        = string
  description = "Name of the application."
}

output "labels" {
  description = "The recommended labels of an application."
  value = {
    "app.kubernetes.io/name"       = var.name
    "app.kubernetes.io/managed-by" = "opentofu"
  }
}
