terraform {
  required_providers {
    helm = {
      source  = "hashicorp/helm"
      version = "~> 3.1"
    }
  }
}

resource "helm_release" "this" {
  name  = "cache"
  chart = "./chart"
  set   = [{ value = "2" }]
}
