terraform {
  required_providers {
    random = {
      source  = "hashicorp/random"
      version = "~> 3.9"
    }
  }
}

variable "length" {
  type = number
}

resource "random_string" "this" {
  length = var.length
}
