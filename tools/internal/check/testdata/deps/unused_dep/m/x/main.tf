output "v" {
  value = "v"
}
