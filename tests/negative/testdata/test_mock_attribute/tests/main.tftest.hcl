mock_provider "kubernetes" {
  mock_resource "kubernetes_namespace_v1" {
    defaults = { uuid = "1" }
  }
}

run "name" {
  assert {
    condition     = kubernetes_namespace_v1.this.id != ""
    error_message = "Want an id."
  }
}
