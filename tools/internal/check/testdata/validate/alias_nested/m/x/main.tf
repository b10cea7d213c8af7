terraform {
  required_providers {
    demo = {
      source  = "example/demo"
      version = "~> 1.2"
      configuration_aliases = [demo.west]
    }
  }
}

module "y" {
  source = "../y"
  providers = {
    demo = demo.west
  }
}
