output "files" {
  description = "Map of path below the home directory to content."
  value       = module.client_config.files
}
