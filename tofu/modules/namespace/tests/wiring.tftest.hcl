mock_provider "kubernetes" {}

variables {
  name        = "bazel-cache"
  environment = "dev"
}

run "with_bounds" {
  command = plan

  variables {
    labels      = { team = "build" }
    annotations = { note = "x" }
    quota       = { requests_cpu = "8", requests_memory = "16Gi", limits_memory = "32Gi", storage = "200Gi", pods = 40 }
    limit_range = { cpu_request = "50m", memory_request = "64Mi", memory_limit = "256Mi" }
  }

  assert {
    condition = tomap(kubernetes_resource_quota_v1.this.spec[0].hard) == tomap({
      "requests.cpu" = "8", "requests.memory" = "16Gi", "limits.memory" = "32Gi", "requests.storage" = "200Gi", "pods" = "40"
    })
    error_message = "Got ${jsonencode(kubernetes_resource_quota_v1.this.spec[0].hard)}."
  }
  assert {
    condition     = tomap(kubernetes_limit_range_v1.this.spec[0].limit[0].default_request) == tomap({ cpu = "50m", memory = "64Mi" }) && tomap(kubernetes_limit_range_v1.this.spec[0].limit[0].default) == tomap({ memory = "256Mi" })
    error_message = "Requests, and a limit of memory only: a limit of CPU slows pods for nothing."
  }
  assert {
    condition     = kubernetes_limit_range_v1.this.spec[0].limit[0].type == "Container"
    error_message = "Got ${kubernetes_limit_range_v1.this.spec[0].limit[0].type}."
  }
  assert {
    condition     = kubernetes_namespace_v1.this.metadata[0].labels.team == "build" && kubernetes_resource_quota_v1.this.metadata[0].labels.team == "build" && kubernetes_namespace_v1.this.metadata[0].annotations.note == "x"
    error_message = "Labels go to every object, annotations to the namespace."
  }
  assert {
    condition     = alltrue([for r in [kubernetes_resource_quota_v1.this, kubernetes_limit_range_v1.this, kubernetes_network_policy_v1.default_deny, kubernetes_network_policy_v1.allow_dns] : r.metadata[0].namespace == "bazel-cache"])
    error_message = "Everything is in the namespace."
  }
}

run "quota_of_pods_alone" {
  command = plan

  variables {
    quota = { pods = 1 }
  }

  assert {
    condition     = tomap(kubernetes_resource_quota_v1.this.spec[0].hard) == tomap({ pods = "1" })
    error_message = "Got ${jsonencode(kubernetes_resource_quota_v1.this.spec[0].hard)}."
  }
}
