module "naming" {
  source = "./naming"
  name   = "web"
  length = "short"
}
