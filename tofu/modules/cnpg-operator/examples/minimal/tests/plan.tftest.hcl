mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}

run "plans" {
  command = plan

  assert {
    condition     = output.operator == { namespace = "cnpg-system", version = "1.30", backup = true }
    error_message = "Got ${jsonencode(output.operator)}."
  }
}
