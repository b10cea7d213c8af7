terraform {
  required_providers {
    kubectl = {
      source  = "alekc/kubectl"
      version = "~> 2.4"
    }
  }
}

resource "kubectl_manifest" "this" {
  yaml_body = "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}}"
  wait_for {
    field {
      key        = "status.phase"
      value      = "Active"
      value_type = "equals"
    }
  }
}
