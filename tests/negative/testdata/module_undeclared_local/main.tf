module "naming" {
  source = "../naming"
  name   = "web"
}
