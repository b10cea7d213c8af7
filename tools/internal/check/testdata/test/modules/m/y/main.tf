output "w" {
  value = "w"
}
