# Each run called refused gives wrong values to variables that do not depend on each other, one to a variable.
mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}

variables {
  environment = "dev"
}

run "refused_01" {
  command = plan

  variables {
    # namespace with dot
    namespace = "a.b"
    # environment unknown
    environment = "production"
    # labels of ours
    labels = { "app.kubernetes.io/name" = "mine" }
    # operator chart range
    operator_chart_version = "~0.29"
    # plugin chart range
    plugin_chart_version = "0.8"
    # repository without tls
    chart_repository = "http://charts.example.com"
    # watched namespace malformed
    watch_namespaces = ["A"]
    # cpu malformed
    resources = { requests = { cpu = "half", memory = "1Gi" } }
    # plugin memory malformed
    plugin_resources = { requests = { cpu = "50m", memory = "128M" }, limits = { memory = "256Mi" } }
    # monitoring namespace malformed
    network_policy = { monitoring_namespace = "a.b" }
    # kubernetes api no range
    kubernetes_api_cidrs = ["api"]
    # runbooks not https
    monitoring = { runbook_base_url = "http://example.com" }
    # dashboard in a namespace with dot
    dashboard = { enabled = true, namespace = "Grafana" }
  }

  expect_failures = [
    var.namespace,
    var.environment,
    var.labels,
    var.operator_chart_version,
    var.plugin_chart_version,
    var.chart_repository,
    var.watch_namespaces,
    var.resources,
    var.plugin_resources,
    var.network_policy,
    var.kubernetes_api_cidrs,
    var.monitoring,
    var.dashboard,
  ]
}

run "refused_02" {
  command = plan

  variables {
    # labels of this project
    labels = { "flywheel.dev/x" = "mine" }
    # operator chart with holes
    operator_chart_version = "0.28.3"
    # replicas none
    replicas = 0
    # memory malformed
    resources = { requests = { cpu = "1", memory = "1G" } }
  }

  expect_failures = [
    var.labels,
    var.operator_chart_version,
    var.replicas,
    var.resources,
  ]
}

run "refused_03" {
  command = plan

  variables {
    # operator chart unknown
    operator_chart_version = "0.99.0"
    # limit below request
    resources = { requests = { cpu = "1", memory = "2Gi" }, limits = { memory = "1Gi" } }
  }

  expect_failures = [
    var.operator_chart_version,
    var.resources,
  ]
}

run "replicas_one_in_prod" {
  command = plan

  variables {
    environment = "prod"
    replicas    = 1
  }

  expect_failures = [var.replicas]
}
