terraform {
  required_providers {
    demo = {
      source  = "example/other"
      version = "~> 1.2"
    }
  }
}

resource "demo_thing" "this" {
  name = "n"
}
