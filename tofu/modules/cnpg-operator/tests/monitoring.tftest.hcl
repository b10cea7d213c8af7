mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}

variables {
  environment = "dev"
}

run "alerts" {
  command = plan

  variables {
    monitoring = { runbook_base_url = "https://example.com/runbooks" }
  }

  assert {
    condition     = { for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.alert => "${r.for} ${r.labels.severity}" } == { CnpgOperatorDown = "10m critical", CnpgReconcileErrors = "30m warning" }
    error_message = "Durations and severities are part of the design."
  }

  assert {
    condition     = alltrue([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : fileexists("runbooks/${r.alert}.md")]) && length(fileset("runbooks", "*.md")) == length(yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules)
    error_message = "Each alert has a runbook, each runbook an alert."
  }

  assert {
    condition     = alltrue([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.annotations.summary != "" && r.annotations.description != "" && r.annotations.runbook_url == "https://example.com/runbooks/${r.alert}.md"])
    error_message = "Texts are complete, and lead to the runbook."
  }

  assert {
    condition     = alltrue([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : alltrue([for s in regexall("\\{([^}]*)\\}", r.expr) : s[0] == "namespace=\"cnpg-system\",job=\"cnpg-system/cnpg-cloudnative-pg\""])])
    error_message = "Every selector is of this operator."
  }

  assert {
    condition     = length(setsubtract(toset(flatten([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : regexall("[a-zA-Z_:][a-zA-Z0-9_:]*", replace(replace(r.expr, "/\\{[^}]*\\}/", ""), "/\\[[^]]*\\]/", ""))])), toset(concat(split("\n", trimspace(file("metrics.txt"))), ["absent", "sum", "by", "controller", "rate"])))) == 0
    error_message = "Every name in an expression is a metric of metrics.txt or a word of PromQL that is listed here."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.prometheus_rule.yaml_body).metadata.labels.release == "prometheus" && kubectl_manifest.prometheus_rule.server_side_apply
    error_message = "Prometheus chooses by this label."
  }
}

run "no_alerts" {
  command = plan

  variables {
    monitoring = { alerts = false }
  }

  assert {
    condition     = kubectl_manifest.prometheus_rule == null && yamldecode(helm_release.operator.values[0]).monitoring.podMonitorEnabled
    error_message = "Scraped without alerts."
  }
}

run "no_monitoring" {
  command = plan

  variables {
    monitoring = { enabled = false }
  }

  assert {
    condition     = kubectl_manifest.prometheus_rule == null && !yamldecode(helm_release.operator.values[0]).monitoring.podMonitorEnabled && length(kubernetes_network_policy_v1.operator.spec[0].ingress) == 1
    error_message = "Neither scraped nor let in."
  }
}

run "dashboard" {
  command = plan

  variables {
    dashboard = { enabled = true, namespace = "grafana" }
  }

  assert {
    condition     = kubernetes_config_map_v1.dashboard.metadata[0].namespace == "grafana" && kubernetes_config_map_v1.dashboard.metadata[0].labels.grafana_dashboard == "1"
    error_message = "Where Grafana's sidecar looks, with its label."
  }

  assert {
    condition     = jsondecode(kubernetes_config_map_v1.dashboard.data["cnpg-operator.json"]).title == "CloudNativePG operator"
    error_message = "It is the dashboard, and JSON."
  }

  assert {
    condition     = length(setsubtract(toset(flatten([for p in jsondecode(kubernetes_config_map_v1.dashboard.data["cnpg-operator.json"]).panels : [for t in p.targets : regexall("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{", t.expr)]])), toset(split("\n", trimspace(file("metrics.txt")))))) == 0
    error_message = "Every metric of the dashboard is in metrics.txt."
  }
}

run "dashboard_at_home" {
  command = plan

  variables {
    dashboard = { enabled = true }
  }

  assert {
    condition     = kubernetes_config_map_v1.dashboard.metadata[0].namespace == var.namespace
    error_message = "Beside the operator unless it is said otherwise."
  }
}

run "no_dashboard" {
  command = plan

  assert {
    condition     = kubernetes_config_map_v1.dashboard == null
    error_message = "Only when asked for."
  }
}
