mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

run "plans" {
  command = plan

  assert {
    condition     = output.resources == { replicas = 2, cpu = "250m", memory = "512Mi", storage = "0Gi", group = "attic", optional = false }
    error_message = "Got ${jsonencode(output.resources)}."
  }
}
