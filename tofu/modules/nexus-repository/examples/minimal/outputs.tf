output "repository_urls" {
  description = "Map of repository to its address."
  value       = module.nexus.repository_urls
}
