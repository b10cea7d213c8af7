terraform {
  required_providers {
    demo = { source = "example/demo" }
  }
}

resource "demo_thing" "this" {
  name = "x"
}

output "beside" {
  value = demo_thing.this.beside
}
