variables {
  name        = "bazel-cache"
  application = "bazel-remote"
  environment = "dev"
  user_id     = 65532
  image       = { repository = "quay.io/bazel-remote/bazel-remote", tag = "v2.6.2" }
}

run "labels" {
  command = plan

  variables {
    labels = { team = "build" }
  }

  assert {
    condition = output.selector_labels == {
      "app.kubernetes.io/name"      = "bazel-remote"
      "app.kubernetes.io/instance"  = "bazel-cache"
      "app.kubernetes.io/component" = "server"
    }
    error_message = "Selectors hold what never changes, and nothing of the caller's: ${jsonencode(output.selector_labels)}."
  }
  assert {
    condition = output.labels == {
      team                           = "build"
      "app.kubernetes.io/name"       = "bazel-remote"
      "app.kubernetes.io/instance"   = "bazel-cache"
      "app.kubernetes.io/component"  = "server"
      "app.kubernetes.io/part-of"    = "flywheel"
      "app.kubernetes.io/managed-by" = "opentofu"
      "flywheel.dev/environment"     = "dev"
    }
    error_message = "Unexpected labels: ${jsonencode(output.labels)}."
  }
}
