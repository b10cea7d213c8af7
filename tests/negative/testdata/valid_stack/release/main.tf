terraform {
  required_providers {
    helm = {
      source  = "hashicorp/helm"
      version = "~> 3.1"
    }
    random = {
      source  = "hashicorp/random"
      version = "~> 3.9"
    }
  }
}

variable "namespace" {
  description = "Namespace of the release."
  type        = string
}

resource "random_pet" "this" {}

resource "helm_release" "this" {
  name      = random_pet.this.id
  chart     = "${path.module}/chart"
  namespace = var.namespace
}
