output "nuget_sources" {
  description = "Map for module client-config: name of the source to url, patterns and private."
  value       = module.bagetter.nuget_sources
}
