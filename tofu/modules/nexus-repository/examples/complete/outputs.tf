output "clients" {
  description = "Object of what module client-config takes: nuget_sources, npm_registries, pypi_indexes and rpm_repos."
  value = {
    nuget_sources  = module.nexus.nuget_sources
    npm_registries = module.nexus.npm_registries
    pypi_indexes   = module.nexus.pypi_indexes
    rpm_repos      = module.nexus.rpm_repos
  }
}
