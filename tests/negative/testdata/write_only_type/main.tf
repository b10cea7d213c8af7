terraform {
  required_providers {
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "~> 3.2"
    }
  }
}

resource "kubernetes_secret_v1" "this" {
  metadata {
    name = "token"
  }
  data_wo          = "secret"
  data_wo_revision = 1
}
