terraform {
  required_providers {
    kubernetes = {
      source                = "hashicorp/kubernetes"
      configuration_aliases = [kubernetes.blue]
    }
  }
}

resource "kubernetes_namespace_v1" "this" {
  provider = kubernetes.blue
  metadata {
    names = "apps"
  }
}
