terraform {
  required_version = ">= 1.12.2, < 2.0.0"

  required_providers {
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "~> 3.2"
    }
  }

  backend "s3" {}
}

provider "kubernetes" {
  config_path = "~/.kube/config"
}

variable "image" {
  type        = string
  description = "Image of the shop."
}

variable "replicas" {
  type        = number
  description = "Number of pods."
}

data "kubernetes_namespace_v1" "shop" {
  metadata {
    name = "shop"
  }
}

module "web" {
  source = "../../modules/web"

  name      = "shop"
  namespace = data.kubernetes_namespace_v1.shop.metadata[0].name
  image     = var.image
  replicas  = var.replicas
}

output "url" {
  description = "Where the shop answers, within the cluster."
  value       = module.web.url
}
