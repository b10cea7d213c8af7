output "name" {
  description = "Name of the namespace."
  value       = module.namespace.name
}
