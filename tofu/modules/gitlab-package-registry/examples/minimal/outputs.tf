output "npm_registries" {
  description = "Map for module client-config: scope to its registry."
  value       = module.gitlab.npm_registries
}
