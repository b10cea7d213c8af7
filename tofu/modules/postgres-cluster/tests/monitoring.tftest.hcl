mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  name        = "attic-db"
  namespace   = "attic"
  environment = "dev"
  database    = { name = "attic", owner = "attic" }
  storage     = { size = "20Gi" }
  backup      = { bucket = "pg-backup", endpoint = "http://minio.object-store.svc", credentials_secret = { name = "pg-backup-s3" } }
}

run "scraped_by_pod" {
  command = plan

  assert {
    condition     = yamldecode(kubectl_manifest.pod_monitor.yaml_body).kind == "PodMonitor" && yamldecode(kubectl_manifest.pod_monitor.yaml_body).spec.selector.matchLabels == { "cnpg.io/cluster" = "attic-db", "cnpg.io/podRole" = "instance" }
    error_message = "The instances' metrics are on no Service's port."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.pod_monitor.yaml_body).spec.podMetricsEndpoints == [{ port = "metrics", interval = "30s" }] && yamldecode(kubectl_manifest.pod_monitor.yaml_body).spec.namespaceSelector.matchNames == ["attic"]
    error_message = "In its own namespace only."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.pod_monitor.yaml_body).metadata.labels.release == "prometheus" && yamldecode(kubectl_manifest.prometheus_rule.yaml_body).metadata.labels.release == "prometheus"
    error_message = "Prometheus chooses by this label."
  }
}

run "alerts" {
  command = plan

  variables {
    instances  = 3
    monitoring = { runbook_base_url = "https://example.com/runbooks" }
  }

  assert {
    condition     = toset([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.alert]) == toset(["PostgresDown", "PostgresVolumeFilling", "PostgresVolumeFull", "PostgresConnectionsNearLimit", "PostgresInstanceMissing", "PostgresReplicationLag", "PostgresReplicationBroken", "PostgresWalArchivingFails", "PostgresBackupTooOld", "PostgresBackupFailed"])
    error_message = "An alert that goes needs a reason, one that comes a runbook."
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
    condition     = alltrue([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : contains(["critical", "warning", "info"], r.labels.severity) && can(regex("^[0-9]+(m|h)$", r.for)) && r.annotations.summary != "" && r.annotations.description != ""])
    error_message = "Severity, duration and texts are complete."
  }

  assert {
    condition     = alltrue([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.annotations.runbook_url == "https://example.com/runbooks/${r.alert}.md"])
    error_message = "The alert leads to its runbook."
  }

  assert {
    condition     = alltrue([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : alltrue([for s in regexall("\\{([^}]*)\\}", r.expr) : strcontains(s[0], "namespace=\"attic\"") && strcontains(s[0], "=~\"attic-db-[0-9]+")])])
    error_message = "Every selector is of this cluster only."
  }

  assert {
    condition     = length(setsubtract(toset(flatten([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : regexall("[a-zA-Z_:][a-zA-Z0-9_:]*", replace(replace(r.expr, "/\\{[^}]*\\}/", ""), "/\\[[^]]*\\]/", ""))])), toset(concat(split("\n", trimspace(file("metrics.txt"))), ["absent", "sum", "by", "pod", "count", "max", "time"])))) == 0
    error_message = "Every name in an expression is a metric of metrics.txt or a word of PromQL that is listed here."
  }
}

run "alerts_watch_what_matters" {
  command = plan

  variables {
    instances = 3
  }

  assert {
    condition     = { for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.alert => "${r.for} ${r.labels.severity}" } == { PostgresDown = "5m critical", PostgresVolumeFilling = "15m warning", PostgresVolumeFull = "5m critical", PostgresConnectionsNearLimit = "10m warning", PostgresInstanceMissing = "15m warning", PostgresReplicationLag = "5m warning", PostgresReplicationBroken = "5m critical", PostgresWalArchivingFails = "10m critical", PostgresBackupTooOld = "30m critical", PostgresBackupFailed = "5m warning" }
    error_message = "Durations and severities are part of the design."
  }

  assert {
    condition     = endswith(one([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.expr if r.alert == "PostgresBackupTooOld"]), "> 129600")
    error_message = "36 hours."
  }

  assert {
    condition     = endswith(one([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.expr if r.alert == "PostgresInstanceMissing"]), "< 3") && endswith(one([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.expr if r.alert == "PostgresReplicationLag"]), "> 30")
    error_message = "Three instances, 30 s."
  }

  assert {
    condition     = strcontains(one([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.expr if r.alert == "PostgresConnectionsNearLimit"]), "/ 100 > 0.8")
    error_message = "Of the connections that are allowed."
  }

  assert {
    condition     = !strcontains(jsonencode(yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules), "wal_archive_status{status=") && !strcontains(jsonencode(yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules), "runbook_url")
    error_message = "The archiver's state has no label status; no runbook_url without a base."
  }

  assert {
    condition     = alltrue([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : strcontains(r.expr, "attic-db-[0-9]+(-wal)?") if startswith(r.alert, "PostgresVolume")])
    error_message = "The log's volume too."
  }
}

run "alerts_of_one_instance" {
  command = plan

  assert {
    condition     = length([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r if contains(["PostgresInstanceMissing", "PostgresReplicationLag", "PostgresReplicationBroken"], r.alert)]) == 0
    error_message = "Nothing replicates."
  }
}

run "alerts_without_backup" {
  command = plan

  variables {
    backup = { enabled = false }
  }

  assert {
    condition     = length([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r if contains(["PostgresWalArchivingFails", "PostgresBackupTooOld", "PostgresBackupFailed"], r.alert)]) == 0 && length(yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules) == 4
    error_message = "Nothing is backed up."
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
    condition     = jsondecode(kubernetes_config_map_v1.dashboard.data["postgres-cluster.json"]).title == "PostgreSQL cluster"
    error_message = "It is the dashboard, and JSON."
  }

  assert {
    condition     = length(setsubtract(toset(flatten([for p in jsondecode(kubernetes_config_map_v1.dashboard.data["postgres-cluster.json"]).panels : [for t in p.targets : regexall("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{", t.expr)]])), toset(split("\n", trimspace(file("metrics.txt")))))) == 0
    error_message = "Every metric of the dashboard is in metrics.txt."
  }
}

run "dashboard_at_home" {
  command = plan

  variables {
    dashboard = { enabled = true }
  }

  assert {
    condition     = kubernetes_config_map_v1.dashboard.metadata[0].namespace == "attic"
    error_message = "Without a namespace it is beside the cluster."
  }
}

run "no_alerts" {
  command = plan

  variables {
    monitoring = { alerts = false }
  }

  assert {
    condition     = kubectl_manifest.prometheus_rule == null && kubectl_manifest.pod_monitor != null
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
    condition     = alltrue([for r in kubernetes_network_policy_v1.this.spec[0].ingress : !contains([for p in r.ports : p.port], "9187")])
    error_message = "Prometheus is not let in."
  }
}
