output "sum" {
  value = 1 + "two"
}
