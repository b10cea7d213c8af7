output "operator" {
  description = "Object: namespace and version of the operator, and whether there are backups."
  value = {
    namespace = module.cnpg.namespace
    version   = module.cnpg.operator_app_version
    backup    = module.cnpg.supports_plugin_backup
  }
}
