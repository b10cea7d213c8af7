terraform {
  required_providers {
    demo = {
      source  = "example/demo"
      version = "about 1"
    }
  }
}

resource "demo_thing" "this" {
  name = "n"
}
