mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  image_digest     = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
  web_image_digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
}

run "plans" {
  command = plan

  assert {
    condition     = output.api_url == "http://galaxy-web-svc.galaxy.svc:24880/api/galaxy/"
    error_message = "Got ${output.api_url}."
  }
}
