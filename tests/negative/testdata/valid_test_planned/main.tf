terraform {
  required_providers {
    helm = {
      source  = "hashicorp/helm"
      version = "~> 3.1"
    }
  }
}

variable "replicas" {
  description = "Pods."
  type        = number
  default     = 2
}

resource "helm_release" "this" {
  name  = "cache"
  chart = "${path.module}/chart"
  set   = [{ name = "replicas", value = tostring(var.replicas) }]
}
