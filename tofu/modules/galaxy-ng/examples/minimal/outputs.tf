output "api_url" {
  description = "Address of the API in the cluster."
  value       = module.galaxy.api_url
}
