module "z" {
  source = "../z"
}
