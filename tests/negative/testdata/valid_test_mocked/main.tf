terraform {
  required_providers {
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "~> 3.2"
    }
    random = {
      source  = "hashicorp/random"
      version = "~> 3.9"
    }
  }
}

variable "name" {
  description = "Name of the secret."
  type        = string
  validation {
    condition     = can(regex("^[a-z-]+$", var.name))
    error_message = "Lower-case letters only."
  }
}

resource "random_password" "this" {
  length = 24
}

resource "kubernetes_secret_v1" "this" {
  metadata {
    name = var.name
  }
  data = { token = random_password.this.result }
}

output "name" {
  description = "Name of the secret."
  value       = kubernetes_secret_v1.this.metadata[0].name
}
