module "a" {
  source = "../y"
}

module "a" {
  source = "../y"
}
