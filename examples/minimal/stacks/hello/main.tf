terraform {
  required_version = ">= 1.10"

  backend "local" {}
}

variable "name" {
  description = "Who is greeted."
  type        = string
}

module "greeting" {
  source = "../../modules/greeting"

  name = var.name
}

output "text" {
  description = "The greeting."
  value       = module.greeting.text
}
