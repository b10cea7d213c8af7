mock_provider "kubernetes" {}

run "plans" {
  command = plan

  assert {
    condition     = output.name == "bazel-cache"
    error_message = "Got ${output.name}."
  }
}
