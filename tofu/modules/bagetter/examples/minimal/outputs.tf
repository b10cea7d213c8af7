output "service_index_url" {
  description = "NuGet's service index for jobs in the cluster."
  value       = module.bagetter.service_index_url
}
