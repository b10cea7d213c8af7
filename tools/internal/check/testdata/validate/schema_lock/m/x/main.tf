terraform {
  required_providers {
    demo = {
      source  = "example/demo"
      version = ">= 2.0"
    }
  }
}
