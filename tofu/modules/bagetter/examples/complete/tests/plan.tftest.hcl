mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  image_digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
}

run "plans" {
  command = plan

  assert {
    condition     = output.nuget_sources == { bagetter = { url = "https://nuget.prod.example.com/v3/index.json", patterns = tolist(["Example.*"]), private = true } }
    error_message = "Got ${jsonencode(output.nuget_sources)}."
  }
}
