output "name" {
  value = "web"
