output "namespace" {
  description = "Namespace of the operator, once it is there: whoever takes it from here waits for it."
  value       = helm_release.this.namespace
}

output "ready_revision" {
  description = "Version of the chart that is installed and ready; a Tenant that depends on it waits for the operator."
  value       = helm_release.this.version
}

output "protected" {
  description = "Whether a plan that destroys the operator is refused."
  value       = local.protected
}

output "resources" {
  description = "Object for the module capacity: replicas, cpu and memory (of one pod, as requested), storage, group and optional."
  value = {
    replicas = var.replicas
    cpu      = var.resources.requests.cpu
    memory   = var.resources.requests.memory
    storage  = "0Gi"
    group    = "beside"
    optional = false
  }
}
