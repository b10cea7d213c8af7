module "naming" {
  source = "./naming"
}
