variable "s" {}
module "y" {
  source = var.s
}
