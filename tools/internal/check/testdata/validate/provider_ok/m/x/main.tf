terraform {
  required_providers {
    demo = {
      source  = "example/demo"
      version = "~> 1.2"
    }
  }
}

resource "demo_thing" "this" {
  name = "n"
}
