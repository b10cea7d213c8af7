module "naming" {
  source = "./naming"
  name   = "web"
}

module "naming" {
  source = "./naming"
  name   = "api"
}
