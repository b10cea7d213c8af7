mock_provider "kubernetes" {}

variables {
  name        = "bazel-cache"
  environment = "dev"
}

run "made" {
  command = plan

  assert {
    condition     = kubernetes_namespace_v1.this.metadata[0].name == "bazel-cache" && output.name == "bazel-cache"
    error_message = "Got ${output.name}."
  }
  assert {
    condition     = kubernetes_namespace_v1.this.metadata[0].labels["app.kubernetes.io/part-of"] == "flywheel" && kubernetes_namespace_v1.this.metadata[0].labels["flywheel.dev/environment"] == "dev"
    error_message = "Got ${jsonencode(kubernetes_namespace_v1.this.metadata[0].labels)}."
  }
  assert {
    condition     = kubernetes_resource_quota_v1.this == null && kubernetes_limit_range_v1.this == null
    error_message = "No bounds that nobody asked for."
  }
  assert {
    condition     = !output.protected
    error_message = "In dev a namespace may go."
  }
}
