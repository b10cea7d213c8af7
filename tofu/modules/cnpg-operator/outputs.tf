output "namespace" {
  description = "Namespace of the operator, once it is there: whoever takes it from here waits for it."
  value       = helm_release.operator.namespace
}

output "operator_app_version" {
  description = "Minor version of CloudNativePG that the chart brings, as 1.30."
  value       = local.operator_version
}

output "supports_plugin_backup" {
  description = "Whether clusters can be backed up by the plugin."
  value       = var.install_barman_plugin

  depends_on = [helm_release.barman_plugin]
}

output "protected" {
  description = "Whether a plan that destroys the operator is refused."
  value       = local.protected
}

output "resources" {
  description = "Object for the module capacity: replicas, cpu and memory (of one pod, as requested), storage, group and optional; of the operator, without the plugin."
  value = {
    replicas = var.replicas
    cpu      = var.resources.requests.cpu
    memory   = var.resources.requests.memory
    storage  = "0Gi"
    group    = "beside"
    optional = false
  }
}
