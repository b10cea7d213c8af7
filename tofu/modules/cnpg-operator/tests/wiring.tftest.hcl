mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}

variables {
  environment = "dev"
}

run "everything_set" {
  command = plan

  variables {
    operator_chart_version = "0.29.0"
    plugin_chart_version   = "0.7.0"
    chart_repository       = "oci://registry.example.com/charts"
    replicas               = 3
    labels                 = { team = "data" }
    priority_class_name    = "high"
    resources              = { requests = { cpu = "1", memory = "1Gi" }, limits = { cpu = "2", memory = "2Gi" } }
    monitoring             = { labels = { team = "x" } }
  }

  assert {
    condition     = helm_release.operator.version == "0.29.0" && helm_release.barman_plugin.version == "0.7.0" && helm_release.operator.repository == "oci://registry.example.com/charts" && helm_release.barman_plugin.repository == "oci://registry.example.com/charts"
    error_message = "Versions and a mirror."
  }

  assert {
    condition     = yamldecode(helm_release.operator.values[0]).replicaCount == 3 && yamldecode(helm_release.operator.values[0]).priorityClassName == "high" && yamldecode(helm_release.operator.values[0]).podLabels.team == "data" && yamldecode(helm_release.barman_plugin.values[0]).podLabels.team == "data" && yamldecode(helm_release.barman_plugin.values[0]).priorityClassName == "high"
    error_message = "Pods."
  }

  assert {
    condition     = yamldecode(helm_release.operator.values[0]).resources == { requests = { cpu = "1", memory = "1Gi" }, limits = { cpu = "2", memory = "2Gi" } }
    error_message = "Resources."
  }

  assert {
    condition     = yamldecode(helm_release.operator.values[0]).monitoring.podMonitorAdditionalLabels == { team = "x" }
    error_message = "Labels by which Prometheus chooses."
  }

  assert {
    condition     = kubernetes_pod_disruption_budget_v1.operator.spec[0].max_unavailable == "1" && kubernetes_pod_disruption_budget_v1.operator.spec[0].selector[0].match_labels == tomap({ "app.kubernetes.io/name" = "cloudnative-pg", "app.kubernetes.io/instance" = "cnpg" })
    error_message = "A budget, which the chart lacks."
  }

  assert {
    condition     = alltrue([for c in yamldecode(helm_release.operator.values[0]).topologySpreadConstraints : c.labelSelector.matchLabels == { "app.kubernetes.io/name" = "cloudnative-pg", "app.kubernetes.io/instance" = "cnpg" }]) && [for c in yamldecode(helm_release.operator.values[0]).topologySpreadConstraints : c.topologyKey] == ["kubernetes.io/hostname", "topology.kubernetes.io/zone"]
    error_message = "Spread over nodes and zones."
  }
}

run "some_namespaces" {
  command = plan

  variables {
    watch_namespaces = ["attic", "packages"]
  }

  assert {
    condition     = yamldecode(helm_release.operator.values[0]).config == { clusterWide = true, data = { WATCH_NAMESPACE = "attic,packages" } }
    error_message = "Watching is limited; the chart gives rights in other namespaces only with clusterWide."
  }
}

run "its_own_namespace" {
  command = plan

  variables {
    watch_namespaces = ["cnpg-system"]
  }

  assert {
    condition     = yamldecode(helm_release.operator.values[0]).config == { clusterWide = false, data = { WATCH_NAMESPACE = "cnpg-system" } }
    error_message = "Rights there are enough."
  }
}
