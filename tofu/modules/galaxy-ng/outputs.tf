output "url" {
  description = "Address by which clients know it, without / at the end: https://<exposure.host>, or the Service's where nothing is exposed."
  value       = local.url
}

output "api_url" {
  description = "Address of the API, with / at its end: /api/galaxy/ for ansible-galaxy, /pulp/api/v3/ in mode pulp."
  value       = "${local.url}${var.mode == "galaxy" ? "/api/galaxy/" : "/pulp/api/v3/"}"
}

output "ansible_servers" {
  description = "Map for module client-config, ansible.servers: id to url; empty in mode pulp, and where nothing is exposed. The id is the name, but for galaxy, which to ansible-galaxy is galaxy.ansible.com: galaxy_ng."
  value       = { for id, url in { (var.name == "galaxy" ? "galaxy_ng" : replace(var.name, "-", "_")) = "${local.url}/api/galaxy/" } : id => { url = url } if var.mode == "galaxy" && var.exposure.mode != "none" }
}

output "namespace" {
  description = "Namespace of everything here."
  value       = var.namespace
}

output "service" {
  description = "Object: name and port of the Service within the cluster, which the operator makes."
  value       = { name = local.service, port = local.service_port }
}

output "resources" {
  description = "Object for the module capacity: what all roles ask for together as one row: replicas, cpu, memory, storage (Redis' volume, and that of files without S3), group and optional."
  value = {
    replicas = 1
    cpu      = tostring(var.total.cpu)
    memory   = "${var.total.memory_gib}Gi"
    storage  = local.s3 ? var.redis.size : "${tonumber(trimsuffix(var.redis.size, "Gi")) + tonumber(trimsuffix(var.storage.size, "Gi"))}Gi"
    group    = "full"
    optional = true
  }
}

output "secret_names" {
  description = "List of the Secrets that must be in the namespace before the operator starts; their content is never read here."
  value       = compact([var.database.secret_name, var.storage.s3_secret, var.admin_password_secret_name, var.container_token_secret_name, var.db_fields_encryption_secret_name, try(var.signing.secret_name, null)])
}
