mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

variables {
  image_digest        = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
  client_image_digest = "sha256:1111111111111111111111111111111111111111111111111111111111111111"
}

run "plans" {
  command = plan

  assert {
    condition     = output.object_store.endpoint == "http://minio.object-store.svc" && output.object_store.capacity.allocated_gib == 600
    error_message = "Got ${jsonencode(output.object_store)}."
  }
}
