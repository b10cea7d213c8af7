mock_provider "demo" {}

run "mocked" {
  assert {
    condition     = output.beside != "data"
    error_message = "the real provider answered"
  }
}
