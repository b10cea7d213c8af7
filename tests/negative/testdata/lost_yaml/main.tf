terraform {
  required_providers {
    kubectl = {
      source  = "alekc/kubectl"
      version = "~> 2.4"
    }
  }
}

provider "kubectl" {
  host             = "https://127.0.0.1:1"
  load_config_file = false
}

resource "kubectl_manifest" "this" {
  yaml_body = "kind: [ConfigMap"
}
