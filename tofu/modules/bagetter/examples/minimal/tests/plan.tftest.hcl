mock_provider "kubernetes" {}
mock_provider "kubectl" {}

run "plans" {
  command = plan

  assert {
    condition     = output.service_index_url == "http://bagetter.packages.svc/v3/index.json"
    error_message = "Got ${output.service_index_url}."
  }
}
