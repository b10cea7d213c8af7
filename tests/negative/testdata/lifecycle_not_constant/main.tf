terraform {
  required_providers {
    random = {
      source  = "hashicorp/random"
      version = "~> 3.9"
    }
  }
}

variable "ignored" {
  type = list(string)
}

resource "random_id" "this" {
  byte_length = 4
  lifecycle {
    ignore_changes = var.ignored
  }
}
