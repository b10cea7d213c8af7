terraform {
  required_providers {
    helm = {
      source  = "hashicorp/helm"
      version = "~> 3.1"
    }
  }
}

provider "helm" {
  kubernetes = {
    config_path  = "a"
    config_paths = ["b"]
  }
}

resource "helm_release" "this" {
  name  = "cache"
  chart = "./chart"
}
