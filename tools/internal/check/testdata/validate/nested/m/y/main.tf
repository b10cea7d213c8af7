variable "a" {
  type = string
}

module "b" {
  source = "../z"
  a      = var.a
}

output "o" {
  value = module.b.o
}
