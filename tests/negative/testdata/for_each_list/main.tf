terraform {
  required_providers {
    random = {
      source  = "hashicorp/random"
      version = "~> 3.9"
    }
  }
}

resource "random_id" "this" {
  for_each    = ["a", "b"]
  byte_length = 4
}
