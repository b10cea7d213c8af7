terraform {
  required_version = ">= 1.12.2, < 2.0.0"

  required_providers {
    helm = {
      source  = "hashicorp/helm"
      version = "~> 3.1"
    }
    kubernetes = {
      source = "hashicorp/kubernetes"
      # 3.2.1 fixed data_wo (Missing Resource Identity After Create).
      version = "~> 3.2, >= 3.2.1"
    }
    kubectl = {
      source  = "alekc/kubectl"
      version = "~> 2.4"
    }
    random = {
      source  = "hashicorp/random"
      version = "~> 3.8"
    }
  }
}
