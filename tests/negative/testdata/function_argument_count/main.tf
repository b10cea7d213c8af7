output "name" {
  value = upper("web", "app")
}
