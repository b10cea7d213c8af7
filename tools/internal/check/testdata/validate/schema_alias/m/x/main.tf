terraform {
  required_providers {
    demo = {
      source                = "example/demo"
      configuration_aliases = [demo.other]
    }
  }
}

resource "demo_thing" "this" {
  provider = demo.other
  name     = "x"
}
