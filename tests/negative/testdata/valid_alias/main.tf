terraform {
  required_version = "~> 1.10"
  required_providers {
    kubernetes = {
      source                = "hashicorp/kubernetes"
      version               = ">= 3.0, < 4.0"
      configuration_aliases = [kubernetes.blue, kubernetes.green]
    }
  }
}

variable "name" {
  description = "Name of the namespace."
  type        = string
}

resource "kubernetes_namespace_v1" "blue" {
  provider = kubernetes.blue
  metadata {
    name = var.name
  }
}

resource "kubernetes_namespace_v1" "green" {
  provider = kubernetes.green
  metadata {
    name = var.name
  }
}
