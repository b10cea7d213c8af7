mock_provider "kubernetes" {}
mock_provider "kubectl" {}

run "plans" {
  command = plan

  assert {
    condition     = output.repository_urls == { pypi = "http://nexus.packages.svc/repository/pypi/simple" }
    error_message = "Got ${jsonencode(output.repository_urls)}."
  }
}
