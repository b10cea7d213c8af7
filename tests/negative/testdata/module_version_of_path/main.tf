module "naming" {
  source  = "./naming"
  version = "1.0.0"
  name    = "web"
}
