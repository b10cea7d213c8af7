output "endpoints" {
  description = "Map of format to the address that clients read from."
  value       = module.gitlab.endpoints
}

output "publish_endpoints" {
  description = "Map of format to the address that CI publishes to."
  value       = module.gitlab.publish_endpoints
}
