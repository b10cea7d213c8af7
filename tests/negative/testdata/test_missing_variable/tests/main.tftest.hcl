mock_provider "random" {}

run "short" {
  command = plan
}
