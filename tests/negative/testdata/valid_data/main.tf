terraform {
  required_providers {
    kubectl = {
      source  = "alekc/kubectl"
      version = "~> 2.4"
    }
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "~> 3.2"
    }
  }
}

variable "namespace" {
  description = "Namespace, if there is one."
  type        = string
  default     = null
}

data "kubernetes_namespace_v1" "this" {
  count = var.namespace == null ? 0 : 1
  metadata {
    name = var.namespace
  }
}

data "kubectl_file_documents" "this" {
  content = "kind: ConfigMap"
}

output "labels" {
  description = "Labels of the namespace."
  value       = one(data.kubernetes_namespace_v1.this[*].metadata[0].labels)
}

output "documents" {
  description = "How many documents there are."
  value       = length(data.kubectl_file_documents.this.documents)
}
