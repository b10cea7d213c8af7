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
    container {
      name  = "web"
      image = "registry.example/web:1.2.3"
    }
    volume {
      name = "settings"
      config_map {
        name         = "settings"
        default_mode = "rw-r--r--"
      }
    }
  }
}
