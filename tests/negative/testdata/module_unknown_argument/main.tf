module "naming" {
  source = "./naming"
  name   = "web"
  prefix = "x"
}
