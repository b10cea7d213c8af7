terraform {
  required_providers {
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "~> 3.2"
    }
  }
}

resource "kubernetes_namespace_v1" "this" {
  metadata {
    name = "apps"
  }
  metadata {
    name = "more"
  }
}
