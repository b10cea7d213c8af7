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
  byte_length = 4
}

output "id" {
  value = random_id.this.hex
}
