module "a" {
  source = "/etc/x"
}
