mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  image_digest         = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
  publish_image_digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
}

run "plans" {
  command = plan

  assert {
    condition     = output.rpm_repos.internal.baseurl == "https://rpm.prod.example.com/internal/$releasever/$basearch" && length(output.rpm_repos) == 2
    error_message = "Got ${jsonencode(output.rpm_repos)}."
  }
}
