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

variable "values" {
  description = "Values of the chart."
  type        = any
  default     = {}
}

resource "random_password" "this" {
  length  = 32
  special = false
}

resource "helm_release" "this" {
  name             = "cache"
  repository       = "https://charts.example"
  chart            = "cache"
  version          = "1.2.3"
  namespace        = "caches"
  create_namespace = true
  values           = [yamlencode(var.values)]
  set = [
    { name = "replicas", value = 2 },
    { name = "image.tag", value = "1.2.3", type = "string" },
  ]
  set_sensitive = [{ name = "password", value = random_password.this.result }]
  timeouts      = { create = "5m" }
}

output "status" {
  description = "Status of the release."
  value       = helm_release.this.status
}
