module "a" {
  source = "../y"
}
