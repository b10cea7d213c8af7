mock_provider "helm" {}

run "release" {
  command = plan
}
