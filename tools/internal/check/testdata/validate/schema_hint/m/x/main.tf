terraform {
  required_providers {
    demo = { source = "example/demo" }
  }
}

resource "demo_think" "this" {
  name = "x"
}
