output "endpoints" {
  description = "Map of service to its address for clients: gitlab (map by format), nuget, rpm (map by repository), nexus and galaxy; null where the service is off."
  value = {
    gitlab = var.services.gitlab ? module.gitlab.endpoints : null
    nuget  = var.services.bagetter ? module.bagetter.service_index_url : null
    rpm    = var.services.rpm_repo ? module.rpm_repo.baseurls : null
    nexus  = var.services.nexus ? module.nexus.url : null
    galaxy = var.services.galaxy ? module.galaxy.api_url : null
  }
}

output "database" {
  description = "Object of the services' database: cluster_name, host_rw, app_secret_name, backup; null without one."
  value = local.needs_database ? {
    cluster_name    = module.postgres.cluster_name
    host_rw         = module.postgres.host_rw
    app_secret_name = module.postgres.app_secret_name
    backup          = module.postgres.backup
  } : null
}

output "secret_names" {
  description = "Secrets of the namespace that the pods need; rpm_repo.signing.gpg_secret is yours to make, the others are made; galaxy/… are those of Galaxy's namespace."
  value = distinct(concat(
    var.services.bagetter ? module.bagetter.secret_names : [],
    var.services.rpm_repo ? module.rpm_repo.secret_names : [],
    var.services.nexus ? module.nexus.secret_names : [],
    [for name in var.services.galaxy ? module.galaxy.secret_names : [] : "galaxy/${name}"],
  ))
}

output "client_config" {
  description = "Map of path below the home directory to the client configuration that belongs there."
  value       = module.client_config.files
}

output "quick_reference" {
  description = "List of client, file, endpoint, credentials and check, for people."
  value       = module.client_config.quick_reference
}

output "resource_summary" {
  description = "What the stack asks of the cluster together with Bazel's cache, as module capacity computes it: the plan's smallest and full stack."
  value       = module.capacity.resource_summary
}

output "resource_table" {
  description = "The same as Markdown."
  value       = module.capacity.markdown
}

output "services" {
  description = "What runs where: list of service, url, where (its namespace) and detail."
  value = concat(
    var.services.gitlab ? [for format, url in module.gitlab.endpoints : { service = "gitlab ${format}", url = url, where = "GitLab", detail = "group ${var.gitlab.group_id}" }] : [],
    var.services.bagetter ? [{ service = "nuget", url = module.bagetter.service_index_url, where = local.namespace, detail = "BaGetter, ${var.bagetter.size}" }] : [],
    var.services.rpm_repo ? [for name, url in module.rpm_repo.baseurls : { service = "rpm ${name}", url = url, where = local.namespace, detail = "signed" }] : [],
    var.services.nexus ? [{ service = "nexus", url = module.nexus.url, where = local.namespace, detail = "Community" }] : [],
    var.services.galaxy ? [{ service = "galaxy", url = module.galaxy.api_url, where = module.galaxy.namespace, detail = "by galaxy-operator" }] : [],
  )
}
