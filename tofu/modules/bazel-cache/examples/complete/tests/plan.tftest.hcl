mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  image_digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
}

run "plans" {
  command = plan

  assert {
    condition = output.endpoints == {
      grpc          = "grpc://bazel-cache.bazel-cache.svc:9092"
      http          = "http://bazel-cache.bazel-cache.svc:8080"
      external_grpc = "grpcs://bazel-cache.prod.example.com:443"
      external_http = "https://bazel-cache-http.prod.example.com"
    }
    error_message = "Got ${jsonencode(output.endpoints)}."
  }
  assert {
    condition     = strcontains(output.bazelrc.external, "--remote_upload_local_results=false")
    error_message = "Got ${output.bazelrc.external}"
  }
}
