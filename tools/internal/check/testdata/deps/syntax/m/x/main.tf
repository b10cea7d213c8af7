module "y" {
  source = 
}
