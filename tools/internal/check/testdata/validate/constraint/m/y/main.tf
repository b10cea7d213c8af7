terraform {
  required_providers {
    demo = {
      source  = "example/demo"
      version = "~> 2.0"
    }
  }
}

resource "demo_thing" "this" {
  name = "n"
}
