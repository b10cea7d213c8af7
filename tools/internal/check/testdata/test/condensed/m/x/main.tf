variable "a" {
  type = number

  validation {
    condition     = var.a >= local.least
    error_message = "Too small."
  }
}

variable "divisor" {
  type    = number
  default = 1
}

locals {
  least = 1
}

resource "terraform_data" "this" {
  input = var.a
}

output "a" {
  value = var.a
}

output "quotient" {
  value = 1 / var.divisor
}
