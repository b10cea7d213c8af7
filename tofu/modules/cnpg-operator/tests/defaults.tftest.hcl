mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}

variables {
  environment = "dev"
}

run "pinned" {
  command = plan

  assert {
    condition     = helm_release.operator.chart == "cloudnative-pg" && helm_release.operator.version == "0.29.1" && helm_release.operator.repository == "https://cloudnative-pg.github.io/charts"
    error_message = "The operator's chart."
  }

  assert {
    condition     = helm_release.barman_plugin.chart == "plugin-barman-cloud" && helm_release.barman_plugin.version == "0.8.1" && helm_release.barman_plugin.repository == "https://cloudnative-pg.github.io/charts"
    error_message = "The plugin's."
  }

  assert {
    condition     = helm_release.operator.namespace == "cnpg-system" && helm_release.barman_plugin.namespace == helm_release.operator.namespace
    error_message = "The operator looks for plugins in its own namespace."
  }

  assert {
    condition     = alltrue([for r in [helm_release.operator, helm_release.barman_plugin] : r.atomic && r.wait && r.timeout == 600 && r.max_history == 5])
    error_message = "An upgrade that fails is rolled back."
  }

  assert {
    condition     = alltrue([for r in [helm_release.operator, helm_release.barman_plugin] : length(r.values) == 1 && r.set == null && r.set_list == null && r.set_sensitive == null])
    error_message = "Values only: they are seen whole."
  }

  assert {
    condition     = output.operator_app_version == "1.30" && output.supports_plugin_backup && output.namespace == "cnpg-system"
    error_message = "Outputs."
  }
}

run "values" {
  command = plan

  assert {
    condition     = yamldecode(helm_release.operator.values[0]).replicaCount == 2 && yamldecode(helm_release.operator.values[0]).priorityClassName == "system-cluster-critical"
    error_message = "Two pods that are not pushed aside."
  }

  assert {
    condition     = yamldecode(helm_release.barman_plugin.values[0]).replicaCount == 1 && yamldecode(helm_release.barman_plugin.values[0]).priorityClassName == "system-cluster-critical"
    error_message = "The plugin is one pod, as its chart has it, and is not pushed aside either."
  }

  assert {
    condition     = yamldecode(helm_release.operator.values[0]).config == { clusterWide = true, data = {} }
    error_message = "All namespaces."
  }

  assert {
    condition     = yamldecode(helm_release.operator.values[0]).resources == { requests = { cpu = "100m", memory = "256Mi" }, limits = { memory = "512Mi" } } && yamldecode(helm_release.barman_plugin.values[0]).resources == { requests = { cpu = "50m", memory = "128Mi" }, limits = { memory = "256Mi" } }
    error_message = "Bounded."
  }

  assert {
    condition     = yamldecode(helm_release.operator.values[0]).monitoring == { podMonitorEnabled = true, podMonitorAdditionalLabels = { release = "prometheus" } }
    error_message = "Scraped."
  }

  assert {
    condition     = output.resources == { replicas = 2, cpu = "100m", memory = "256Mi", storage = "0Gi", group = "beside", optional = false }
    error_message = "For capacity."
  }
}

run "without_plugin" {
  command = plan

  variables {
    install_barman_plugin = false
  }

  assert {
    condition     = helm_release.barman_plugin == null && !output.supports_plugin_backup && kubernetes_network_policy_v1.plugin == null
    error_message = "Neither plugin nor backups."
  }

  assert {
    condition     = length(kubernetes_network_policy_v1.operator.spec[0].egress) == 3
    error_message = "No way to it."
  }
}
