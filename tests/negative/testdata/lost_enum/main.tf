terraform {
  required_providers {
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "~> 3.2"
    }
  }
}

resource "kubernetes_pod_v1" "this" {
  metadata {
    name = "web"
  }
  spec {
    restart_policy = "Sometimes"
    container {
      name  = "web"
      image = "registry.example/web:1.2.3"
    }
  }
}
