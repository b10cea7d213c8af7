output "operator" {
  description = "Object: namespace and revision of the operator."
  value = {
    namespace = module.minio_operator.namespace
    revision  = module.minio_operator.ready_revision
  }
}
