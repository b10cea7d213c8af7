mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  image_digest        = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
  client_image_digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
}

run "plans" {
  command = plan

  assert {
    condition     = keys(output.clients.nuget_sources) == ["nuget"] && keys(output.clients.npm_registries) == ["@example"] && keys(output.clients.pypi_indexes) == ["pypi"] && keys(output.clients.rpm_repos) == ["rpm-internal"]
    error_message = "Got ${jsonencode(output.clients)}."
  }
}
