mock_provider "kubernetes" {}

run "plans" {
  command = plan

  assert {
    condition     = output.name == "attic"
    error_message = "Got ${output.name}."
  }
}
