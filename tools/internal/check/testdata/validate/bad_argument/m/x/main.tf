module "a" {
  source = "../y"
  b      = 1
}
