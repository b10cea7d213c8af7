# The hash of a password that is handed in.
module "htpasswd" {
  source = "../.."

  password = var.password
}
