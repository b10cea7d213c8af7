mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}

variables {
  environment                  = "dev"
  accept_unmaintained_operator = true
}

run "not_accepted" {
  command = plan

  variables {
    accept_unmaintained_operator = false
  }

  expect_failures = [var.accept_unmaintained_operator]
}

run "namespace_with_dot" {
  command = plan

  variables {
    namespace = "a.b"
  }

  expect_failures = [var.namespace]
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
    labels = { "app.kubernetes.io/name" = "mine" }
  }

  expect_failures = [var.labels]
}

run "chart_range" {
  command = plan

  variables {
    chart_version = "~7.1"
  }

  expect_failures = [var.chart_version]
}

run "chart_old" {
  command = plan

  variables {
    chart_version = "6.0.4"
  }

  expect_failures = [var.chart_version]
}

run "repository_without_tls" {
  command = plan

  variables {
    chart_repository = "http://operator.min.io"
  }

  expect_failures = [var.chart_repository]
}

run "image_with_tag_in_repository" {
  command = plan

  variables {
    image = { repository = "a/b:1", tag = "1" }
  }

  expect_failures = [var.image]
}

run "image_without_version" {
  command = plan

  variables {
    image = { repository = "a/b" }
  }

  expect_failures = [var.image]
}

run "image_latest" {
  command = plan

  variables {
    image = { repository = "a/b", tag = "latest" }
  }

  expect_failures = [var.image]
}

run "image_digest_malformed" {
  command = plan

  variables {
    image = { repository = "a/b", digest = "sha256:1" }
  }

  expect_failures = [var.image]
}

run "sidecar_image_with_tag_in_repository" {
  command = plan

  variables {
    sidecar_image = { repository = "a/b:1", tag = "1" }
  }

  expect_failures = [var.sidecar_image]
}

run "sidecar_image_without_version" {
  command = plan

  variables {
    sidecar_image = { repository = "a/b" }
  }

  expect_failures = [var.sidecar_image]
}

run "sidecar_image_latest" {
  command = plan

  variables {
    sidecar_image = { repository = "a/b", tag = "latest" }
  }

  expect_failures = [var.sidecar_image]
}

run "sidecar_image_digest_malformed" {
  command = plan

  variables {
    sidecar_image = { repository = "a/b", digest = "sha256:1" }
  }

  expect_failures = [var.sidecar_image]
}

run "image_without_digest_in_prod" {
  command = plan

  variables {
    environment   = "prod"
    sidecar_image = { repository = "a/b", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  }

  expect_failures = [var.image]
}

run "sidecar_image_without_digest_in_prod" {
  command = plan

  variables {
    environment = "prod"
    image       = { repository = "a/b", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  }

  expect_failures = [var.sidecar_image]
}

run "replicas_none" {
  command = plan

  variables {
    replicas = 0
  }

  expect_failures = [var.replicas]
}

run "replicas_one_in_prod" {
  command = plan

  variables {
    environment   = "prod"
    replicas      = 1
    image         = { repository = "a/b", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    sidecar_image = { repository = "a/b", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  }

  expect_failures = [var.replicas]
}

run "cpu_malformed" {
  command = plan

  variables {
    resources = { requests = { cpu = "half", memory = "1Gi" } }
  }

  expect_failures = [var.resources]
}

run "memory_malformed" {
  command = plan

  variables {
    resources = { requests = { cpu = "1", memory = "1G" } }
  }

  expect_failures = [var.resources]
}

run "limit_below_request" {
  command = plan

  variables {
    resources = { requests = { cpu = "1", memory = "2Gi" }, limits = { memory = "1Gi" } }
  }

  expect_failures = [var.resources]
}

run "kubernetes_api_no_range" {
  command = plan

  variables {
    kubernetes_api_cidrs = ["api"]
  }

  expect_failures = [var.kubernetes_api_cidrs]
}

run "registry_no_range" {
  command = plan

  variables {
    registry_cidrs = ["quay.io"]
  }

  expect_failures = [var.registry_cidrs]
}

run "registry_nowhere" {
  command = plan

  variables {
    registry_cidrs = []
  }

  expect_failures = [var.registry_cidrs]
}

run "runbooks_not_https" {
  command = plan

  variables {
    monitoring = { runbook_base_url = "http://example.com" }
  }

  expect_failures = [var.monitoring]
}

run "dashboard_in_a_namespace_with_dot" {
  command = plan

  variables {
    dashboard = { enabled = true, namespace = "Grafana" }
  }

  expect_failures = [var.dashboard]
}
