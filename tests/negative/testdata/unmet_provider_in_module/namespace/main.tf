terraform {
  required_providers {
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "< 3.0"
    }
  }
}

resource "kubernetes_namespace_v1" "this" {
  metadata {
    name = "apps"
  }
}
