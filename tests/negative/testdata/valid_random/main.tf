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
  keepers     = { image = "1.2.3" }
}

resource "random_integer" "this" {
  min = 1
  max = 9
}

resource "random_shuffle" "this" {
  input        = ["a", "b", "c"]
  result_count = 2
}

ephemeral "random_password" "this" {
  length = 24
}

output "all" {
  description = "What was drawn."
  value       = [random_id.this.hex, random_integer.this.result, random_shuffle.this.result]
}
