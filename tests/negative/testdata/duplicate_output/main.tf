output "name" {
  value = 1
}

output "name" {
  value = 2
}
