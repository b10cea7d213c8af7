locals {
  labels = { app = "web" }
}

output "labels" {
  value = local.label
}
