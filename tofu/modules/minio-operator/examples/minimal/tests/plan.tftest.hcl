mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}

run "plans" {
  command = plan

  assert {
    condition     = output.operator == { namespace = "minio-operator", revision = "7.1.1" }
    error_message = "Got ${jsonencode(output.operator)}."
  }
}
