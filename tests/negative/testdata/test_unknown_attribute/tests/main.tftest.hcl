mock_provider "random" {}

run "short" {
  command = plan
  assert {
    condition     = random_string.this.size == 8
    error_message = "Want 8."
  }
}
