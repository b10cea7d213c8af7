mock_provider "demo" {}

run "mocked" {
  assert {
    condition     = demo_thing.this.beside != null
    error_message = "computed values are mocked"
  }
}
