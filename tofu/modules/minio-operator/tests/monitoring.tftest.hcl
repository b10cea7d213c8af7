mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}

variables {
  environment                  = "dev"
  accept_unmaintained_operator = true
}

run "alerts" {
  command = plan

  variables {
    monitoring = { runbook_base_url = "https://example.com/runbooks" }
  }

  assert {
    condition     = { for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.alert => "${r.for} ${r.labels.severity}" } == { MinioOperatorDown = "15m warning" }
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
    condition     = alltrue([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : alltrue([for s in regexall("\\{([^}]*)\\}", r.expr) : s[0] == "namespace=\"minio-operator\",deployment=\"minio-operator\""])])
    error_message = "Every selector is of this operator."
  }

  assert {
    condition     = length(setsubtract(toset(flatten([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : regexall("[a-zA-Z_:][a-zA-Z0-9_:]*", replace(r.expr, "/\\{[^}]*\\}/", ""))])), toset(concat(split("\n", trimspace(file("metrics.txt"))), ["absent", "or"])))) == 0
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
    condition     = kubectl_manifest.prometheus_rule == null
    error_message = "None."
  }
}

run "no_monitoring" {
  command = plan

  variables {
    monitoring = { enabled = false }
  }

  assert {
    condition     = kubectl_manifest.prometheus_rule == null
    error_message = "No CRD of the Prometheus Operator is needed."
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
    condition     = jsondecode(kubernetes_config_map_v1.dashboard.data["minio-operator.json"]).title == "MinIO operator"
    error_message = "It is the dashboard, and JSON."
  }

  assert {
    condition     = length(setsubtract(toset(flatten([for p in jsondecode(kubernetes_config_map_v1.dashboard.data["minio-operator.json"]).panels : [for t in p.targets : regexall("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{", t.expr)]])), toset(split("\n", trimspace(file("metrics.txt")))))) == 0
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
