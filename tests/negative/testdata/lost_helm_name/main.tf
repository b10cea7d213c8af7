terraform {
  required_providers {
    helm = {
      source  = "hashicorp/helm"
      version = "~> 3.1"
    }
  }
}

resource "helm_release" "this" {
  name  = "a-name-of-a-release-that-is-much-longer-than-helm-itself-will-ever-take"
  chart = "./chart"
}
