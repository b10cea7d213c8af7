terraform {
  required_providers {
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "~> 3.2"
    }
  }
}

resource "kubernetes_service_v1" "this" {
  metadata {
    name = "web"
  }
  spec {
    type = "PublicIP"
    port {
      port = 80
    }
  }
}
