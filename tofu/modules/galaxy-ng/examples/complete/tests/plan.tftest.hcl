mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  image_digest     = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
  web_image_digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
}

run "plans" {
  command = plan

  assert {
    condition     = output.ansible_servers == { galaxy_ng = { url = "https://galaxy.prod.example.com/api/galaxy/" } }
    error_message = "Got ${jsonencode(output.ansible_servers)}."
  }
}
