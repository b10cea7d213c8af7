terraform {
  required_providers {
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "~> 3.2"
    }
  }
}

resource "kubernetes_config_map_v1" "this" {
  metadata {
    name = "settings"
  }
  binary_data = { key = "not base64!" }
}
