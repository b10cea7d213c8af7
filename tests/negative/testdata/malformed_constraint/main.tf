terraform {
  required_providers {
    random = {
      source  = "hashicorp/random"
      version = "~> three"
    }
  }
}

resource "random_id" "this" {
  byte_length = 4
}
