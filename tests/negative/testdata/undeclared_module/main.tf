output "name" {
  value = module.naming.name
}
