terraform {
  required_providers {
    random = {
      source  = "hashicorp/random"
      version = "~> 3.9"
    }
  }
}

resource "random_id" "this" {
  count       = 2
  for_each    = toset(["a"])
  byte_length = 4
}
