module "y" {}
