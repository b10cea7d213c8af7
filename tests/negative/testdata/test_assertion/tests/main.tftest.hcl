mock_provider "kubernetes" {}

run "name" {
  command = plan
  assert {
    condition     = kubernetes_namespace_v1.this.metadata[0].name == "app"
    error_message = "Want app."
  }
}
