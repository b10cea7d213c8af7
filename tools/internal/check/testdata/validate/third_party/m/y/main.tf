variable "given" {
  type = string
}

output "got" {
  value = var.given
}
