mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

run "plans" {
  command = plan

  assert {
    condition     = output.object_store.endpoint == "http://minio.object-store.svc" && output.object_store.capacity.allocated_gib == 60
    error_message = "Got ${jsonencode(output.object_store)}."
  }
}
