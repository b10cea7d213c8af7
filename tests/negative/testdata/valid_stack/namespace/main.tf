terraform {
  required_providers {
    kubernetes = {
      source                = "hashicorp/kubernetes"
      version               = ">= 3.0"
      configuration_aliases = [kubernetes.target]
    }
  }
}

variable "name" {
  description = "Name of the namespace."
  type        = string
}

resource "kubernetes_namespace_v1" "this" {
  provider = kubernetes.target
  metadata {
    name = var.name
  }
}

output "name" {
  description = "Name of the namespace."
  value       = kubernetes_namespace_v1.this.metadata[0].name
}
