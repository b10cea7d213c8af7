terraform {
  required_version = ">= 1.8"
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.0" }
  }
}
module "m" {
  source  = "ns/new/x"
}
variable "v" {
  description = "New."
  default     = "x"
}
