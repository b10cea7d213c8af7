mock_provider "random" {
}

run "a" {
  command = plan
}
