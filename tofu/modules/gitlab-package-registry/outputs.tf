output "endpoints" {
  description = "Map of format to the address that clients read from."
  value       = { for format, url in local.read : format => url if contains(var.formats, format) }
}

output "publish_endpoints" {
  description = "Map of format to the address that CI publishes to; empty without project_id."
  value       = { for format, url in local.publish : format => url if contains(var.formats, format) && var.project_id != null }
}

output "nuget_sources" {
  description = "Map for module client-config, nuget.sources: name of source to url, patterns and private. Credentials: the variable NuGetPackageSourceCredentials_<name>, as \"Username=<token's name>;Password=<token>\"."
  value = {
    for name, url in { (var.nuget_source_name) = local.read.nuget } :
    name => { url = url, patterns = var.nuget_patterns, private = true } if contains(var.formats, "nuget")
  }
}

output "npm_registries" {
  description = "Map for module client-config, npm.registries: scope to url, token_env and auth_url. The group's index leads to files of projects, so the token is for all of the API."
  value = {
    for format, url in local.read : var.npm_scope => { url = url, token_env = var.token_env, auth_url = "${local.api}/" }
    if format == "npm" && contains(var.formats, "npm")
  }
}

output "pypi_indexes" {
  description = "Map for module client-config, pypi.indexes: name to url and private. pip takes the token from the user's netrc file."
  value       = { for format, url in local.read : "gitlab" => { url = url, private = true } if format == "pypi" && contains(var.formats, "pypi") }
}
