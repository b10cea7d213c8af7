terraform {
  required_providers {
    kubernetes = { source = "hashicorp/kubernetes" }
  }
}

variable "name" {
  type = string
}

variable "password" {
  type      = string
  sensitive = true
}

data "kubernetes_service_v1" "dns" {
  metadata {
    name      = "dns"
    namespace = "kube-system"
  }
}

resource "kubernetes_deployment_v1" "this" {
  count = 2
  metadata {
    name   = "${var.name}-${count.index}"
    labels = { app = var.name }
  }
  spec {
    replicas = 2
    selector {
      match_labels = { app = var.name }
    }
    template {
      metadata {
        labels = { app = var.name }
      }
      spec {
        container {
          name  = "app"
          image = "registry.example.com/app:1.0"
          env {
            name  = "DNS"
            value = data.kubernetes_service_v1.dns.spec[0].cluster_ip
          }
          env {
            name  = "PASSWORD"
            value = var.password
          }
        }
      }
    }
  }
}

output "address" {
  value = data.kubernetes_service_v1.dns.spec[0].cluster_ip
}
