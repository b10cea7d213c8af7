terraform {
  required_version = ">= 1.10"

  required_providers {
    helm = {
      source  = "hashicorp/helm"
      version = "~> 3.1"
    }
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "~> 3.2"
    }
  }
}

provider "kubernetes" {
  config_path = "~/.kube/config"
}

provider "helm" {
  kubernetes = {
    config_path = "~/.kube/config"
  }
}

variable "environment" {
  description = "Environment, the namespace of all."
  type        = string
}

resource "kubernetes_namespace_v1" "this" {
  metadata {
    name = var.environment
  }
}

module "app" {
  source    = "./app"
  name      = "web"
  namespace = kubernetes_namespace_v1.this.metadata[0].name
  env       = { MODE = "fast" }
}

module "release" {
  source    = "./release"
  namespace = kubernetes_namespace_v1.this.metadata[0].name
}

output "service" {
  description = "Name of the service."
  value       = module.app.service
}
