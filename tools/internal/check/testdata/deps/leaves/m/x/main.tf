module "z" {
  source = "../../../z"
}
