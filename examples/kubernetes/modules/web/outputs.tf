output "url" {
  description = "Where the application answers, within the cluster."
  value       = "http://${kubernetes_service_v1.this.metadata[0].name}.${var.namespace}.svc"
}
