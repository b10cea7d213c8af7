mock_provider "kubernetes" {}
mock_provider "kubectl" {}

run "plans" {
  command = plan

  assert {
    condition     = strcontains(output.dnf_repo, "baseurl=http://rpm-repo.packages.svc/internal/$releasever/$basearch\n")
    error_message = "Got ${output.dnf_repo}"
  }
}
