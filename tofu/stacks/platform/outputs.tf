output "platform" {
  description = "What other stacks take: priority_classes by purpose, namespaces, and operators: cnpg (namespace, backup_plugin) and minio (namespace); null where it is not installed. No secret is in it."
  value = {
    priority_classes = { for purpose in keys(var.priorities) : purpose => "flywheel-${purpose}" }
    namespaces       = sort(var.namespaces)
    operators = {
      cnpg  = var.operators.cnpg.enabled ? { namespace = module.cnpg_operator.namespace, backup_plugin = module.cnpg_operator.supports_plugin_backup } : null
      minio = var.operators.minio.enabled ? { namespace = module.minio_operator.namespace } : null
    }
  }
}

output "services" {
  description = "What runs where: list of service, url (none), where (its namespace) and detail."
  value = concat(
    var.operators.cnpg.enabled ? [{
      service = "cloudnative-pg"
      url     = ""
      where   = module.cnpg_operator.namespace
      detail  = "${var.operators.cnpg.replicas} pods${var.operators.cnpg.backup_plugin ? ", with the backup plugin" : ""}"
    }] : [],
    var.operators.minio.enabled ? [{
      service = "minio-operator"
      url     = ""
      where   = module.minio_operator.namespace
      detail  = "${var.operators.minio.replicas} pods"
    }] : [],
    [for name in var.namespaces : { service = "namespace", url = "", where = name, detail = "for another stack" }],
  )
}
