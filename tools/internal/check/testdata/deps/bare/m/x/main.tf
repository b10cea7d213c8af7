module "a" {
  source = "inner"
}
