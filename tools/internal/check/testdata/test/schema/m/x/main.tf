terraform {
  required_providers {
    demo = { source = "example/demo" }
  }
}

variable "name" {
  type    = string
  default = "x"
}

resource "demo_thing" "this" {
  name = var.name
}
