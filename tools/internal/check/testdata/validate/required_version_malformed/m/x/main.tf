terraform {
  required_version = "newest"
}

output "x" {
  value = 1
}
