terraform {
  required_providers {
    demo = {
      source  = "example/demo"
      version = "~> 1.2"
      configuration_aliases = [demo.west]
    }
  }
}

variable "a" {
  type = string
}

resource "demo_thing" "this" {
  name = var.a
}

resource "demo_thing" "west" {
  provider = demo.west
  name     = "w"
}

provider "demo" {}
