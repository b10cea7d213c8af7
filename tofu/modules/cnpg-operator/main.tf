locals {
  # Which CloudNativePG a chart brings, by minor versions: Chart.yaml at the charts' tags. 0.28 brings 1.29.1, without the fixes of CVE-2026-55769.
  operator_versions = { "0.29" = "1.30" }
  operator_version  = try(local.operator_versions[regex("^[0-9]+\\.[0-9]+", var.operator_chart_version)], "unknown")

  labels = merge(var.labels, {
    "app.kubernetes.io/part-of" = "flywheel"
    "flywheel.dev/environment"  = var.environment
  })

  # What the charts call things: <release>-<chart>.
  releases = {
    operator = { name = "cnpg", chart = "cloudnative-pg" }
    plugin   = { name = "barman-cloud", chart = "plugin-barman-cloud" }
  }
  selectors = {
    for key, release in local.releases :
    key => { "app.kubernetes.io/name" = release.chart, "app.kubernetes.io/instance" = release.name }
  }

  # Rights in its own namespace alone are enough only where it looks after that one: clusterWide = false gives it no others.
  own_namespace_only = var.watch_namespaces == tolist([var.namespace])

  protected = coalesce(var.prevent_destroy, var.environment == "prod")

  operator_values = {
    replicaCount      = var.replicas
    priorityClassName = var.priority_class_name
    resources         = local.resources
    config = {
      clusterWide = !local.own_namespace_only
      data        = length(var.watch_namespaces) == 0 ? {} : { WATCH_NAMESPACE = join(",", var.watch_namespaces) }
    }
    podLabels = local.labels
    topologySpreadConstraints = [
      for key in ["kubernetes.io/hostname", "topology.kubernetes.io/zone"] : {
        maxSkew           = 1
        topologyKey       = key
        whenUnsatisfiable = "ScheduleAnyway"
        labelSelector     = { matchLabels = local.selectors.operator }
      }
    ]
    monitoring = {
      podMonitorEnabled          = var.monitoring.enabled
      podMonitorAdditionalLabels = var.monitoring.labels
    }
  }
  plugin_values = {
    replicaCount      = 1
    priorityClassName = var.priority_class_name
    resources         = var.plugin_resources
    podLabels         = local.labels
  }

  resources = {
    for name, quantities in { requests = var.resources.requests, limits = var.resources.limits } :
    name => { for key, quantity in quantities : key => quantity if quantity != null } if quantities != null
  }
}

# Security contexts stay the charts' own: not root, read-only root file system, no capabilities, seccomp.
resource "helm_release" "operator" {
  name       = local.releases.operator.name
  repository = var.chart_repository
  chart      = local.releases.operator.chart
  version    = var.operator_chart_version
  namespace  = var.namespace

  atomic      = true
  wait        = true
  timeout     = 600
  max_history = 5

  values = [yamlencode(local.operator_values)]

  lifecycle {
    prevent_destroy = local.protected
  }
}

# In the operator's namespace, where it looks for plugins.
resource "helm_release" "barman_plugin" {
  name       = local.releases.plugin.name
  repository = var.chart_repository
  chart      = local.releases.plugin.chart
  version    = var.plugin_chart_version
  namespace  = helm_release.operator.namespace

  atomic      = true
  wait        = true
  timeout     = 600
  max_history = 5

  values = [yamlencode(local.plugin_values)]

  lifecycle {
    enabled         = var.install_barman_plugin
    prevent_destroy = local.protected
  }
}

# The chart has none.
resource "kubernetes_pod_disruption_budget_v1" "operator" {
  metadata {
    name      = "cnpg"
    namespace = var.namespace
    labels    = local.labels
  }

  spec {
    max_unavailable = "1"

    selector {
      match_labels = local.selectors.operator
    }
  }

  lifecycle {
    enabled = var.replicas > 1
  }
}
