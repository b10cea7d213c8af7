terraform {
  required_providers {
    random = {
      source  = "hashicorp/random"
      version = "~> 2.3"
    }
  }
}

resource "random_id" "this" {
  byte_length = 4
}
