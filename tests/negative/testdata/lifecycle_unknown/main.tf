terraform {
  required_providers {
    random = {
      source  = "hashicorp/random"
      version = "~> 3.9"
    }
  }
}

resource "random_id" "this" {
  byte_length = 4
  lifecycle {
    prevent_destruction = true
  }
}
