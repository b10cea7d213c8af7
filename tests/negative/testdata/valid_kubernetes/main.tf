terraform {
  required_providers {
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "~> 3.2"
    }
  }
}

variable "name" {
  description = "Name of the application."
  type        = string
}

variable "namespace" {
  description = "Namespace."
  type        = string
  default     = "default"
}

variable "replicas" {
  description = "Pods."
  type        = number
  default     = 2
}

variable "env" {
  description = "Environment variables."
  type        = map(string)
  default     = {}
}

locals {
  labels = { "app.kubernetes.io/name" = var.name }
}

resource "kubernetes_deployment_v1" "this" {
  metadata {
    name      = var.name
    namespace = var.namespace
    labels    = local.labels
  }
  spec {
    replicas = var.replicas
    selector {
      match_labels = local.labels
    }
    template {
      metadata {
        labels = local.labels
      }
      spec {
        container {
          name              = var.name
          image             = "registry.example/${var.name}:1.2.3"
          image_pull_policy = "IfNotPresent"
          port {
            container_port = 8080
          }
          dynamic "env" {
            for_each = var.env
            content {
              name  = env.key
              value = env.value
            }
          }
        }
      }
    }
  }
}

resource "kubernetes_service_v1" "this" {
  metadata {
    name      = kubernetes_deployment_v1.this.metadata[0].name
    namespace = var.namespace
  }
  spec {
    selector = local.labels
    port {
      port        = 80
      target_port = 8080
    }
  }
}

output "service" {
  description = "Name of the service."
  value       = kubernetes_service_v1.this.metadata[0].name
}
