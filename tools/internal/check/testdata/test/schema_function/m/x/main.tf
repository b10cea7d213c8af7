terraform {
  required_providers {
    demo = { source = "example/demo" }
  }
}

