terraform {
  required_providers {
    kubernetes = { source = "hashicorp/kubernetes" }
    random     = { source = "hashicorp/random" }
  }
}

resource "random_pet" "kept" {
  length = 2
}

resource "kubernetes_config_map_v1" "changed" {
  metadata {
    name      = "changed"
    namespace = "default"
  }
  data = {
    key = "new"
  }
}

resource "kubernetes_namespace_v1" "new" {
  metadata {
    name = "new"
  }
}

resource "random_password" "renamed" {
  length = 20
}

moved {
  from = random_password.before
  to   = random_password.renamed
}

output "pet" {
  value = random_pet.kept.id
}
