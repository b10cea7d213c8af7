module "y" {
  source = "../../y"
}
