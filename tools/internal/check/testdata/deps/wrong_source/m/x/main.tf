module "y" {
  source = "../yy"
}
