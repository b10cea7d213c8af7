mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}

variables {
  image_digest         = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
  sidecar_image_digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
}

run "plans" {
  command = plan

  assert {
    condition     = output.operator == { namespace = "minio-operator", revision = "7.1.1" }
    error_message = "Got ${jsonencode(output.operator)}."
  }
}
