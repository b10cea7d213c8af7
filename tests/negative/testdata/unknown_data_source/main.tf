terraform {
  required_providers {
    random = {
      source  = "hashicorp/random"
      version = "~> 3.9"
    }
  }
}

data "random_id" "this" {
  byte_length = 4
}

output "id" {
  value = data.random_id.this.hex
}
