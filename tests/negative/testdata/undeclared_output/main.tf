module "naming" {
  source = "./naming"
  name   = "web"
}

output "name" {
  value = module.naming.short_name
}
