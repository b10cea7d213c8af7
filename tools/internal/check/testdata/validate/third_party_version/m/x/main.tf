module "whole" {
  source  = "acme/y/test"
  version = "~> 6.0"
  given   = "a"
}
