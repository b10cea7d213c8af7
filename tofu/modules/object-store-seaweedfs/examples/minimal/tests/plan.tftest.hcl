mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}
mock_provider "random" {}

run "plans" {
  command = plan

  assert {
    condition     = output.object_store.endpoint == "http://seaweedfs-s3.object-store.svc:8333" && output.object_store.capacity.allocated_gib == 60
    error_message = "Got ${jsonencode(output.object_store)}."
  }
}
