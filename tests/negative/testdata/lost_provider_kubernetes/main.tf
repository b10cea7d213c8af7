terraform {
  required_providers {
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "~> 3.2"
    }
  }
}

provider "kubernetes" {
  config_path  = "a"
  config_paths = ["b"]
}

resource "kubernetes_namespace_v1" "this" {
  metadata {
    name = "apps"
  }
}
