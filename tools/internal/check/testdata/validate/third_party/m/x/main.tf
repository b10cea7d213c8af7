module "whole" {
  source  = "acme/y/test"
  version = "~> 5.0"
  given   = "a"
}

module "part" {
  source  = "acme/y/test//modules/sub"
  version = ">= 5.1.0"
}

output "whole" {
  value = module.whole.got
}
