variable "a" {
  type = string
}

resource "terraform_data" "this" {
  input = var.a
}

output "o" {
  value = terraform_data.this.output
}
