terraform {
  required_providers {
    helm = {
      source  = "hashicorp/helm"
      version = "~> 3.1"
    }
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

provider "kubernetes" {
  config_path = "~/.kube/config"
}

provider "kubernetes" {
  alias          = "blue"
  config_path    = "~/.kube/config"
  config_context = "blue"
}

provider "helm" {
  kubernetes = {
    config_path = "~/.kube/config"
  }
}

module "namespace" {
  source   = "./namespace"
  for_each = toset(["caches", "databases"])
  name     = each.key
  providers = {
    kubernetes.target = kubernetes.blue
  }
}

module "release" {
  source    = "./release"
  namespace = module.namespace["caches"].name
}

output "namespaces" {
  description = "All namespaces."
  value       = [for n in module.namespace : n.name]
}
