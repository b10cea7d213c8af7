mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}

variables {
  environment = "dev"
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

run "labels_of_this_project" {
  command = plan

  variables {
    labels = { "flywheel.dev/x" = "mine" }
  }

  expect_failures = [var.labels]
}

run "operator_chart_range" {
  command = plan

  variables {
    operator_chart_version = "~0.29"
  }

  expect_failures = [var.operator_chart_version]
}

run "operator_chart_with_holes" {
  command = plan

  variables {
    operator_chart_version = "0.28.3"
  }

  expect_failures = [var.operator_chart_version]
}

run "operator_chart_unknown" {
  command = plan

  variables {
    operator_chart_version = "0.99.0"
  }

  expect_failures = [var.operator_chart_version]
}

run "plugin_chart_range" {
  command = plan

  variables {
    plugin_chart_version = "0.8"
  }

  expect_failures = [var.plugin_chart_version]
}

run "repository_without_tls" {
  command = plan

  variables {
    chart_repository = "http://charts.example.com"
  }

  expect_failures = [var.chart_repository]
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
    environment = "prod"
    replicas    = 1
  }

  expect_failures = [var.replicas]
}

run "watched_namespace_malformed" {
  command = plan

  variables {
    watch_namespaces = ["A"]
  }

  expect_failures = [var.watch_namespaces]
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

run "plugin_memory_malformed" {
  command = plan

  variables {
    plugin_resources = { requests = { cpu = "50m", memory = "128M" }, limits = { memory = "256Mi" } }
  }

  expect_failures = [var.plugin_resources]
}

run "monitoring_namespace_malformed" {
  command = plan

  variables {
    network_policy = { monitoring_namespace = "a.b" }
  }

  expect_failures = [var.network_policy]
}

run "kubernetes_api_no_range" {
  command = plan

  variables {
    kubernetes_api_cidrs = ["api"]
  }

  expect_failures = [var.kubernetes_api_cidrs]
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
