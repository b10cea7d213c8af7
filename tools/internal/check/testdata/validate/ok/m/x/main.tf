variable "a" {
  type = string
}
resource "terraform_data" "this" {
  input = var.a
}
