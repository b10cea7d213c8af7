mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}
mock_provider "random" {}

variables {
  image_digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
}

run "plans" {
  command = plan

  assert {
    condition     = output.object_store.endpoint == "http://seaweedfs-s3.object-store.svc:8333" && output.object_store.capacity.allocated_gib == 600
    error_message = "Got ${jsonencode(output.object_store)}."
  }
}
