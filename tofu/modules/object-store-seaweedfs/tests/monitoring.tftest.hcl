mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}
mock_provider "random" {}

variables {
  namespace   = "object-store"
  environment = "dev"
  volume      = { servers = 3, size = "600Gi", copies = 2 }
}

run "alerts" {
  command = plan

  variables {
    monitoring = { runbook_base_url = "https://example.com/runbooks" }
  }

  assert {
    condition     = { for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.alert => "${r.for} ${r.labels.severity}" } == { SeaweedfsDown = "5m critical", SeaweedfsPodDown = "15m warning", SeaweedfsDisksFilling = "15m critical", SeaweedfsBucketNearQuota = "30m warning", SeaweedfsBucketReadOnly = "5m critical", SeaweedfsUnderReplicated = "1h warning", SeaweedfsErrors = "15m warning" }
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
    condition     = alltrue([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : alltrue([for s in regexall("\\{([^}]*)\\}", r.expr) : startswith(s[0], "namespace=\"object-store\",job=")])])
    error_message = "Every selector is of this store."
  }

  assert {
    condition     = length(setsubtract(toset(flatten([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : regexall("[a-zA-Z_:][a-zA-Z0-9_:]*", replace(replace(r.expr, "/\\{[^}]*\\}/", ""), "/\\[[^]]*\\]/", ""))])), toset(concat(split("\n", trimspace(file("metrics.txt"))), ["absent", "sum", "by", "bucket", "max", "rate"])))) == 0
    error_message = "Every name in an expression is a metric of metrics.txt or a word of PromQL that is listed here."
  }

  assert {
    condition     = yamldecode(helm_release.this.values[0]).global.seaweedfs.monitoring == { enabled = true, additionalLabels = { release = "prometheus" } }
    error_message = "The chart makes the ServiceMonitors."
  }
}

run "dashboard" {
  command = plan

  variables {
    dashboard = { enabled = true, namespace = "grafana" }
  }

  assert {
    condition     = kubernetes_config_map_v1.dashboard.metadata[0].namespace == "grafana" && kubernetes_config_map_v1.dashboard.metadata[0].labels.grafana_dashboard == "1" && jsondecode(kubernetes_config_map_v1.dashboard.data["object-store-seaweedfs.json"]).title == "SeaweedFS"
    error_message = "Where Grafana's sidecar looks, with the label it looks for."
  }

  assert {
    condition     = length(setsubtract(toset(flatten([for p in jsondecode(kubernetes_config_map_v1.dashboard.data["object-store-seaweedfs.json"]).panels : [for t in p.targets : regexall("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{", t.expr)]])), toset(split("\n", trimspace(file("metrics.txt")))))) == 0
    error_message = "Every metric of the dashboard is in metrics.txt."
  }
}

run "no_monitoring" {
  command = plan

  variables {
    monitoring = { enabled = false }
  }

  assert {
    condition     = kubectl_manifest.prometheus_rule == null && !yamldecode(helm_release.this.values[0]).global.seaweedfs.monitoring.enabled && length(kubernetes_network_policy_v1.this.spec[0].ingress) == 2
    error_message = "Neither scraped nor let in."
  }
}
