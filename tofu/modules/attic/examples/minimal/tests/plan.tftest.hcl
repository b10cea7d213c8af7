mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

run "plans" {
  command = plan

  assert {
    condition     = keys(output.caches) == ["ci", "devshells", "main", "static"]
    error_message = "Got ${jsonencode(output.caches)}."
  }
}
