terraform {
  required_providers {
    strict = {
      source  = "example/strict"
      version = "~> 1.2"
      configuration_aliases = [strict.west]
    }
  }
}

variable "a" {
  type = string
}

resource "strict_thing" "this" {
  name = var.a
}

resource "strict_thing" "west" {
  provider = strict.west
  name     = "w"
}
