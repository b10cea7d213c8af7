terraform {
  required_version = ">= 1.8"
  required_providers {
    helm       = { source = "hashicorp/helm" }
    kubectl    = { source = "alekc/kubectl" }
    kubernetes = { source = "hashicorp/kubernetes" }
    random     = { source = "hashicorp/random" }
  }
  backend "s3" {
    key = "platform"
  }
}

variable "password" {
  type      = string
  sensitive = true
}

variable "teams" {
  type = map(number)
}

data "terraform_remote_state" "network" {
  backend = "s3"
  config  = { bucket = "other", key = "network", region = "nowhere" }
}

data "kubernetes_secret_v1" "ca" {
  metadata {
    name      = "ca"
    namespace = data.terraform_remote_state.network.outputs.namespace
  }
}

provider "kubernetes" {
  host                   = data.terraform_remote_state.network.outputs.host
  cluster_ca_certificate = data.terraform_remote_state.network.outputs.ca
  token                  = "literal-hush"
}

data "kubernetes_config_map_v1" "settings" {
  for_each = toset(["a", "b"])
  metadata {
    name = each.key
  }
  lifecycle {
    postcondition {
      condition     = length(self.data) > 0
      error_message = "It is empty."
    }
  }
}

resource "random_password" "db" {
  length = 20
}

ephemeral "random_password" "admin" {
  length = 24
}

resource "kubernetes_secret_v1" "admin" {
  metadata {
    name = "admin"
  }
  data_wo = {
    password = ephemeral.random_password.admin.result
  }
  data_wo_revision = 1
}

resource "kubernetes_secret_v1" "given" {
  metadata {
    name = "given"
  }
  data = {
    password = var.password
    literal  = "Bearer ${var.password}"
    ca       = data.kubernetes_secret_v1.ca.data["ca.crt"]
  }
}

resource "helm_release" "ingress" {
  name      = "ingress"
  chart     = "oci://registry.example.com/ingress"
  version   = "1.2.3"
  namespace = "ingress"
  set_sensitive = [{
    name  = "token"
    value = var.password
  }]
}

resource "kubectl_manifest" "quota" {
  for_each = var.teams
  yaml_body = yamlencode({
    apiVersion = "v1"
    kind       = "ResourceQuota"
    metadata   = { name = each.key, namespace = each.key }
    spec       = { hard = { pods = each.value } }
  })
}

module "app" {
  source   = "./app"
  for_each = var.teams
  name     = each.key
  password = var.password
}

check "reachable" {
  data "kubernetes_namespace_v1" "default" {
    metadata {
      name = "default"
    }
  }
  assert {
    condition     = data.kubernetes_namespace_v1.default.metadata[0].uid != ""
    error_message = "There is no namespace."
  }
}

check "teams" {
  assert {
    condition     = length(var.teams) > 2
    error_message = "Few teams."
  }
}

import {
  to = kubernetes_namespace_v1.old
  id = "old"
}

resource "kubernetes_namespace_v1" "old" {
  metadata {
    name = "old"
  }
}

output "teams" {
  value = sort(keys(var.teams))
}

output "address" {
  value = module.app["a"].address
}

output "password" {
  value     = var.password
  sensitive = true
}
