terraform {
  required_providers {
    demo = {
      source  = "example/demo"
      version = "~> 1.2"
      configuration_aliases = [demo.west]
    }
  }
}

resource "demo_thing" "west" {
  provider = demo.west
  nam      = "w"
}
