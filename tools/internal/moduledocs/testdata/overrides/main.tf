terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 4.0" }
  }
}
module "m" {
  source  = "ns/old/x"
  version = "1.0.0"
}
variable "v" {
  description = "Old."
  type        = string
}
