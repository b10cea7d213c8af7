terraform {
  required_version = ">= 1.10"

  required_providers {
    big = {
      source  = "flywheel.invalid/bench/big"
      version = "~> 1.0"
    }
  }
}

resource "big_resource_007" "this" {
  name_00 = "one"
  name_04 = { team = "platform" }

  block_0 {
    value_0 = "x"
  }
}

resource "big_resource_421" "this" {
  name_00 = big_resource_007.this.id
  name_01 = 3
}

output "id" {
  description = "Identifier."
  value       = big_resource_421.this.id
}
