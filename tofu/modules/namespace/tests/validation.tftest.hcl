mock_provider "kubernetes" {}

variables {
  name        = "bazel-cache"
  environment = "dev"
}

run "name_with_capitals" {
  command = plan

  variables {
    name = "Bazel"
  }

  expect_failures = [var.name]
}

run "name_of_kubernetes" {
  command = plan

  variables {
    name = "kube-system"
  }

  expect_failures = [var.name]
}

run "environment_unknown" {
  command = plan

  variables {
    environment = "production"
  }

  expect_failures = [var.environment]
}

run "labels_of_ours" {
  command = plan

  variables {
    labels = { "app.kubernetes.io/part-of" = "mine" }
  }

  expect_failures = [var.labels]
}

run "labels_of_this_project" {
  command = plan

  variables {
    labels = { "flywheel.dev/environment" = "dev" }
  }

  expect_failures = [var.labels]
}

run "labels_against_the_standard" {
  command = plan

  variables {
    labels = { "pod-security.kubernetes.io/enforce" = "privileged" }
  }

  expect_failures = [var.labels]
}

run "standard_unknown" {
  command = plan

  variables {
    pod_security = { enforce = "strict", reason = "x" }
  }

  expect_failures = [var.pod_security]
}

run "standard_version_unknown" {
  command = plan

  variables {
    pod_security = { version = "1.34" }
  }

  expect_failures = [var.pod_security]
}

run "less_than_restricted_without_reason" {
  command = plan

  variables {
    pod_security = { enforce = "baseline" }
  }

  expect_failures = [var.pod_security]
}

run "less_than_restricted_with_blank_reason" {
  command = plan

  variables {
    pod_security = { enforce = "privileged", reason = " " }
  }

  expect_failures = [var.pod_security]
}

run "quota_of_nothing" {
  command = plan

  variables {
    quota = {}
  }

  expect_failures = [var.quota]
}

run "quota_cpu_malformed" {
  command = plan

  variables {
    quota = { requests_cpu = "4 cores" }
  }

  expect_failures = [var.quota]
}

run "quota_memory_malformed" {
  command = plan

  variables {
    quota = { requests_memory = "16G" }
  }

  expect_failures = [var.quota]
}

run "quota_limits_malformed" {
  command = plan

  variables {
    quota = { limits_memory = "0Gi" }
  }

  expect_failures = [var.quota]
}

run "quota_storage_malformed" {
  command = plan

  variables {
    quota = { storage = "100" }
  }

  expect_failures = [var.quota]
}

run "quota_pods_none" {
  command = plan

  variables {
    quota = { pods = 0 }
  }

  expect_failures = [var.quota]
}

run "limit_range_cpu_malformed" {
  command = plan

  variables {
    limit_range = { cpu_request = "some", memory_request = "64Mi", memory_limit = "256Mi" }
  }

  expect_failures = [var.limit_range]
}

run "limit_range_memory_malformed" {
  command = plan

  variables {
    limit_range = { cpu_request = "50m", memory_request = "64M", memory_limit = "256Mi" }
  }

  expect_failures = [var.limit_range]
}

run "limit_range_limit_malformed" {
  command = plan

  variables {
    limit_range = { cpu_request = "50m", memory_request = "64Mi", memory_limit = "256" }
  }

  expect_failures = [var.limit_range]
}
