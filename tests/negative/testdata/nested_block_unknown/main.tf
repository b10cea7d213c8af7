terraform {
  required_providers {
    kubectl = {
      source  = "alekc/kubectl"
      version = "~> 2.4"
    }
  }
}

resource "kubectl_manifest" "this" {
  yaml_body = "kind: ConfigMap"
  wait_for {
    fields {
      key   = "status.phase"
      value = "Active"
    }
  }
}
