mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

variables {
  namespace               = "object-store"
  environment             = "dev"
  acknowledge_minio_state = true
  image                   = { repository = "docker.io/pgsty/silo", tag = "RELEASE.2026-08-06T00-00-00Z" }
  client_image            = { repository = "quay.io/minio/mc", tag = "RELEASE.2025-08-13T08-35-41Z" }
  pool                    = { servers = 4, volumes_per_server = 4, volume_size = "67Gi" }
}

run "scraped_by_pod" {
  command = plan

  assert {
    condition     = yamldecode(kubectl_manifest.pod_monitor.yaml_body).kind == "PodMonitor" && yamldecode(kubectl_manifest.pod_monitor.yaml_body).spec.selector.matchLabels == { "v1.min.io/tenant" = "minio" } && yamldecode(kubectl_manifest.pod_monitor.yaml_body).spec.namespaceSelector.matchNames == ["object-store"]
    error_message = "In its own namespace only."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.pod_monitor.yaml_body).spec.podMetricsEndpoints == [for path in ["cluster", "bucket"] : { port = "minio-port", path = "/minio/v2/metrics/${path}", scheme = "http", interval = "30s" }]
    error_message = "Of the cluster, and of its buckets."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.pod_monitor.yaml_body).metadata.labels.release == "prometheus" && yamldecode(kubectl_manifest.prometheus_rule.yaml_body).metadata.labels.release == "prometheus"
    error_message = "Prometheus chooses by this label."
  }
}

run "scraped_over_tls" {
  command = plan

  variables {
    tls = { secret_name = "minio-tls" }
  }

  assert {
    condition     = alltrue([for e in yamldecode(kubectl_manifest.pod_monitor.yaml_body).spec.podMetricsEndpoints : e.scheme == "https" && e.tlsConfig == { ca = { secret = { name = "minio-tls", key = "ca.crt" } }, serverName = "minio.object-store.svc" }])
    error_message = "Prometheus must know the server."
  }
}

run "alerts" {
  command = plan

  variables {
    monitoring = { runbook_base_url = "https://example.com/runbooks" }
  }

  assert {
    condition     = { for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.alert => "${r.for} ${r.labels.severity}" } == { MinioDown = "5m critical", MinioUnhealthy = "5m critical", MinioServerOffline = "15m warning", MinioDriveOffline = "15m warning", MinioDisksFilling = "15m critical", MinioBucketNearQuota = "30m warning", MinioBucketAtQuota = "15m critical", MinioErrors = "15m warning" }
    error_message = "An alert that goes needs a reason, one that comes a runbook; durations and severities are part of the design."
  }

  assert {
    condition     = alltrue([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : fileexists("runbooks/${r.alert}.md")])
    error_message = "Each alert has a runbook."
  }

  assert {
    condition     = alltrue([for f in fileset("runbooks", "*.md") : contains([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : "${r.alert}.md"], f)])
    error_message = "Each runbook has an alert."
  }

  assert {
    condition     = alltrue([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.annotations.summary != "" && r.annotations.description != "" && r.annotations.runbook_url == "https://example.com/runbooks/${r.alert}.md"])
    error_message = "Texts are complete, and lead to the runbook."
  }

  assert {
    condition     = alltrue([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : alltrue([for s in regexall("\\{([^}]*)\\}", r.expr) : s[0] == "namespace=\"object-store\",job=\"object-store/minio\""])])
    error_message = "Every selector is of this Tenant only."
  }

  assert {
    condition     = length(setsubtract(toset(flatten([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : regexall("[a-zA-Z_:][a-zA-Z0-9_:]*", replace(replace(r.expr, "/\\{[^}]*\\}/", ""), "/\\[[^]]*\\]/", ""))])), toset(concat(split("\n", trimspace(file("metrics.txt"))), ["absent", "sum", "by", "bucket", "min", "max", "rate"])))) == 0
    error_message = "Every name in an expression is a metric of metrics.txt or a word of PromQL that is listed here."
  }

  assert {
    condition     = endswith(one([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.expr if r.alert == "MinioBucketNearQuota"]), "> 0.8") && endswith(one([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.expr if r.alert == "MinioBucketAtQuota"]), "> 0.9")
    error_message = "At 80 and 90 percent."
  }
}

run "dashboard" {
  command = plan

  variables {
    dashboard = { enabled = true, namespace = "grafana" }
  }

  assert {
    condition     = kubernetes_config_map_v1.dashboard.metadata[0].namespace == "grafana" && kubernetes_config_map_v1.dashboard.metadata[0].labels.grafana_dashboard == "1"
    error_message = "Where Grafana's sidecar looks, with the label it looks for."
  }

  assert {
    condition     = jsondecode(kubernetes_config_map_v1.dashboard.data["minio-tenant.json"]).title == "MinIO"
    error_message = "It is the dashboard, and JSON."
  }

  assert {
    condition     = length(setsubtract(toset(flatten([for p in jsondecode(kubernetes_config_map_v1.dashboard.data["minio-tenant.json"]).panels : [for t in p.targets : regexall("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{", t.expr)]])), toset(split("\n", trimspace(file("metrics.txt")))))) == 0
    error_message = "Every metric of the dashboard is in metrics.txt."
  }
}

run "dashboard_at_home" {
  command = plan

  variables {
    dashboard = { enabled = true }
  }

  assert {
    condition     = kubernetes_config_map_v1.dashboard.metadata[0].namespace == "object-store"
    error_message = "Without a namespace it is beside the Tenant."
  }
}

run "no_alerts" {
  command = plan

  variables {
    monitoring = { alerts = false }
  }

  assert {
    condition     = kubectl_manifest.prometheus_rule == null && kubectl_manifest.pod_monitor != null && !can(yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules)
    error_message = "Scraped without alerts."
  }
}

run "no_monitoring" {
  command = plan

  variables {
    monitoring = { enabled = false }
  }

  assert {
    condition     = kubectl_manifest.prometheus_rule == null && kubectl_manifest.pod_monitor == null && kubernetes_config_map_v1.dashboard == null
    error_message = "No CRD of the Prometheus Operator is needed."
  }

  assert {
    condition     = length(kubernetes_network_policy_v1.server.spec[0].ingress) == 2
    error_message = "Prometheus is not let in."
  }
}
