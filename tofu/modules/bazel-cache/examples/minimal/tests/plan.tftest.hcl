mock_provider "kubernetes" {}
mock_provider "kubectl" {}

run "plans" {
  command = plan

  assert {
    condition     = startswith(output.bazelrc, "common --remote_cache=grpc://bazel-cache.bazel-cache.svc:9092\n")
    error_message = "Got ${output.bazelrc}"
  }
}
