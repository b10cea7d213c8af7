terraform {
  required_providers {
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "~> 3.2"
    }
    random = {
      source  = "hashicorp/random"
      version = "~> 3.9"
    }
  }
}

ephemeral "random_password" "this" {
  length = 24
}

resource "kubernetes_secret_v1" "this" {
  metadata {
    name = "token"
  }
  data_wo          = { token = ephemeral.random_password.this.result }
  data_wo_revision = 1
}
