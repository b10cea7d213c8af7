terraform {
  required_providers {
    kubectl = {
      source  = "alekc/kubectl"
      version = "~> 2.4"
    }
  }
}

variable "names" {
  description = "Names of the databases."
  type        = set(string)
}

resource "kubectl_manifest" "this" {
  for_each = var.names
  yaml_body = yamlencode({
    apiVersion = "postgresql.cnpg.io/v1"
    kind       = "Cluster"
    metadata   = { name = each.key, namespace = "databases" }
    spec       = { instances = 2 }
  })
  server_side_apply = true
  wait_for {
    condition {
      type   = "Ready"
      status = "True"
    }
  }
}
