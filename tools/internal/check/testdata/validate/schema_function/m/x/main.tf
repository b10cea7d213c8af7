terraform {
  required_providers {
    demo = { source = "example/demo" }
  }
}

# provider::demo::f("a comment is no call")
output "o" {
  value = { a = [provider::demo::f("x")] }
}
