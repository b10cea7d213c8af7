module "y" {
  source = "../z"
}
