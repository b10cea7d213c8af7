output "files" {
  description = "Map of path below the home directory to content."
  value       = module.client_config.files
}

output "quick_reference" {
  description = "List with a row for each address."
  value       = module.client_config.quick_reference
}
