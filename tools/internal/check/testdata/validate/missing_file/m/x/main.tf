output "one" {
  value = file("${path.module}/data/none.txt")
}
