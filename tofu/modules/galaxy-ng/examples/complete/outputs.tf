output "ansible_servers" {
  description = "Map for module client-config: id to url."
  value       = module.galaxy.ansible_servers
}
