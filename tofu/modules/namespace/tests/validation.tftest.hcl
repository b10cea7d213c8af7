# Each run called refused gives wrong values to variables that do not depend on each other, one to a variable.
mock_provider "kubernetes" {}

variables {
  name        = "bazel-cache"
  environment = "dev"
}

run "refused_01" {
  command = plan

  variables {
    # name with capitals
    name = "Bazel"
    # environment unknown
    environment = "production"
    # labels of ours
    labels = { "app.kubernetes.io/part-of" = "mine" }
    # standard unknown
    pod_security = { enforce = "strict", reason = "x" }
    # quota of nothing
    quota = {}
    # limit range cpu malformed
    limit_range = { cpu_request = "some", memory_request = "64Mi", memory_limit = "256Mi" }
  }

  expect_failures = [
    var.name,
    var.environment,
    var.labels,
    var.pod_security,
    var.quota,
    var.limit_range,
  ]
}

run "refused_02" {
  command = plan

  variables {
    # name of kubernetes
    name = "kube-system"
    # labels of this project
    labels = { "flywheel.dev/environment" = "dev" }
    # standard version unknown
    pod_security = { version = "1.34" }
    # quota cpu malformed
    quota = { requests_cpu = "4 cores" }
    # limit range memory malformed
    limit_range = { cpu_request = "50m", memory_request = "64M", memory_limit = "256Mi" }
  }

  expect_failures = [
    var.name,
    var.labels,
    var.pod_security,
    var.quota,
    var.limit_range,
  ]
}

run "refused_03" {
  command = plan

  variables {
    # labels against the standard
    labels = { "pod-security.kubernetes.io/enforce" = "privileged" }
    # less than restricted without reason
    pod_security = { enforce = "baseline" }
    # quota memory malformed
    quota = { requests_memory = "16G" }
    # limit range limit malformed
    limit_range = { cpu_request = "50m", memory_request = "64Mi", memory_limit = "256" }
  }

  expect_failures = [
    var.labels,
    var.pod_security,
    var.quota,
    var.limit_range,
  ]
}

run "refused_04" {
  command = plan

  variables {
    # less than restricted with blank reason
    pod_security = { enforce = "privileged", reason = " " }
    # quota limits malformed
    quota = { limits_memory = "0Gi" }
  }

  expect_failures = [
    var.pod_security,
    var.quota,
  ]
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
