output "all" {
  value = join(",", 3)
}
