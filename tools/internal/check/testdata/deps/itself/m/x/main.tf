module "x" {
  source = "./."
}
