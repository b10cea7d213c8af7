mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

variables {
  namespace   = "attic"
  environment = "dev"
  public_url  = "http://attic.attic.svc/"
  database    = { secret_name = "attic-db-app", namespace = "attic", pod_selector = { "cnpg.io/cluster" = "attic-db" } }
  storage     = { bucket = "attic", endpoint = "http://minio.object-store.svc", credentials_secret = "attic-s3" }
  jwt         = { algorithm = "HS256" }
}

run "alerts_know_their_metrics" {
  command = plan

  variables {
    probe     = { prober_url = "blackbox-exporter.monitoring.svc:9115" }
    dashboard = { enabled = true }
  }

  assert {
    condition = [for rule in yamldecode(kubectl_manifest.alerts.yaml_body).spec.groups[0].rules : rule.alert] == [
      "AtticAtMaximumReplicas", "AtticDown", "AtticGarbageCollectionFailed", "AtticGarbageCollectionStale", "AtticProbeFailed", "AtticReplicasUnavailable",
    ]
    error_message = "Other alerts than those of alerts.tf."
  }
  # Every name in front of { is a metric.
  assert {
    condition = length(setsubtract(
      flatten([for rule in yamldecode(kubectl_manifest.alerts.yaml_body).spec.groups[0].rules : regexall("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{", rule.expr)[*][0]]),
      flatten([for line in split("\n", file("metrics.txt")) : try(regex("^[a-z_]+", line), [])]),
    )) == 0
    error_message = "An alert on a metric that is not in metrics.txt never fires."
  }
  assert {
    condition = length(setsubtract(
      flatten([for line in split("\n", file("metrics.txt")) : try(regex("^[a-z_]+", line), [])]),
      flatten([
        [for rule in yamldecode(kubectl_manifest.alerts.yaml_body).spec.groups[0].rules : regexall("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{", rule.expr)[*][0]],
        [for panel in jsondecode(kubernetes_config_map_v1.dashboard.data["attic.json"]).panels : [for target in panel.targets : regexall("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{", target.expr)[*][0]]],
      ]),
    )) == 0
    error_message = "metrics.txt names a metric that neither an alert nor the dashboard uses."
  }
  assert {
    condition = toset(fileset("runbooks", "*.md")) == toset([
      for rule in yamldecode(kubectl_manifest.alerts.yaml_body).spec.groups[0].rules : "${rule.alert}.md"
    ])
    error_message = "A runbook for each alert, and an alert for each runbook: got ${jsonencode(fileset("runbooks", "*.md"))}."
  }
  assert {
    condition = alltrue([
      for rule in yamldecode(kubectl_manifest.alerts.yaml_body).spec.groups[0].rules :
      contains(["critical", "warning", "info"], rule.labels.severity) && can(regex("^[1-9][0-9]*[mh]$", rule.for)) && rule.annotations.summary != ""
    ])
    error_message = "Each alert has a severity, a patience and a summary."
  }
  assert {
    condition     = alltrue([for rule in yamldecode(kubectl_manifest.alerts.yaml_body).spec.groups[0].rules : length(regexall("\\{", rule.expr)) == length(regexall("\\{(?:namespace=\"attic\"|job=\"attic/attic\")[,}]", rule.expr))])
    error_message = "Each metric must be of this namespace, or another Attic's trouble would ring here."
  }
  assert {
    condition     = alltrue([for rule in yamldecode(kubectl_manifest.alerts.yaml_body).spec.groups[0].rules : !can(rule.annotations.runbook_url)])
    error_message = "Without a base there is no address of a runbook."
  }
}

run "alerts_link_runbooks" {
  command = plan

  variables {
    monitoring = { runbook_base_url = "https://runbooks.example.com/attic", labels = { release = "mine" } }
  }

  assert {
    condition = alltrue([
      for rule in yamldecode(kubectl_manifest.alerts.yaml_body).spec.groups[0].rules : rule.annotations.runbook_url == "https://runbooks.example.com/attic/${rule.alert}.md"
    ])
    error_message = "Each alert must link its runbook."
  }
  assert {
    condition     = yamldecode(kubectl_manifest.alerts.yaml_body).metadata.labels.release == "mine"
    error_message = "Prometheus chooses rules by these labels."
  }
  assert {
    condition     = kubectl_manifest.alerts.server_side_apply && kubectl_manifest.alerts.field_manager == "opentofu"
    error_message = "Other controllers' fields are theirs."
  }
  assert {
    condition     = kubectl_manifest.probe == null
    error_message = "Without a prober there is no probe."
  }
}

run "stale_by_the_schedule" {
  command = plan

  variables {
    garbage_collection = { schedule = "0 3 * * 0", alert_after_hours = 340 }
  }

  assert {
    condition     = anytrue([for rule in yamldecode(kubectl_manifest.alerts.yaml_body).spec.groups[0].rules : rule.alert == "AtticGarbageCollectionStale" && length(regexall("> 1224000\\b", rule.expr)) == 2])
    error_message = "A weekly run is not stale after 26 hours."
  }
}

run "probe_of_a_public_cache" {
  command = plan

  variables {
    public_url = "https://attic.example.com/"
    exposure   = { mode = "gateway", host = "attic.example.com", gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
    storage    = { bucket = "attic", credentials_secret = "attic-s3", cidrs = ["0.0.0.0/0"] }
    caches     = { closed = { retention_days = 1, public = false }, open = { retention_days = 1 } }
    probe      = { prober_url = "blackbox-exporter.monitoring.svc:9115" }
  }

  assert {
    condition     = yamldecode(kubectl_manifest.probe.yaml_body).spec.targets.staticConfig.static == ["https://attic.example.com/open/nix-cache-info"]
    error_message = "As clients come in, to a cache that answers without a token."
  }
  assert {
    condition     = yamldecode(kubectl_manifest.probe.yaml_body).spec.prober.url == "blackbox-exporter.monitoring.svc:9115" && yamldecode(kubectl_manifest.probe.yaml_body).spec.module == "http_2xx"
    error_message = "The exporter and its module must reach the Probe."
  }
  assert {
    condition     = anytrue([for rule in yamldecode(kubectl_manifest.alerts.yaml_body).spec.groups[0].rules : strcontains(rule.expr, "probe_success{job=\"${yamldecode(kubectl_manifest.probe.yaml_body).spec.jobName}\"}")])
    error_message = "The alert must be on the probe's own job."
  }
}

run "probe_in_the_cluster" {
  command = plan

  variables {
    public_url = "https://attic.elsewhere.example.com/"
    probe      = { prober_url = "blackbox-exporter.monitoring.svc:9115" }
    caches     = { main = { retention_days = 1 } }
  }

  assert {
    condition     = yamldecode(kubectl_manifest.probe.yaml_body).spec.targets.staticConfig.static == ["http://attic.attic.svc/main/nix-cache-info"]
    error_message = "Where nothing is exposed here, through the Service."
  }
  assert {
    condition = contains([
      for from in kubernetes_network_policy_v1.this["api"].spec[0].ingress[0].from : try(from.namespace_selector[0].match_labels["kubernetes.io/metadata.name"], "")
    ], "monitoring")
    error_message = "The exporter must be let in."
  }
}

run "without_prometheus" {
  command = plan

  variables {
    monitoring = { enabled = false }
  }

  assert {
    condition     = kubectl_manifest.alerts == null && kubectl_manifest.probe == null
    error_message = "Without the operator's CRDs its objects cannot be made."
  }
}

run "without_alerts" {
  command = plan

  variables {
    monitoring = { alerts = false }
  }

  assert {
    condition     = kubectl_manifest.alerts == null
    error_message = "Got alerts that nobody wants."
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
    condition     = jsondecode(kubernetes_config_map_v1.dashboard.data["attic.json"]).title == "Attic"
    error_message = "It is the dashboard, and JSON."
  }
  assert {
    condition = length(setsubtract(
      flatten([for panel in jsondecode(kubernetes_config_map_v1.dashboard.data["attic.json"]).panels : [for target in panel.targets : regexall("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{", target.expr)[*][0]]]),
      flatten([for line in split("\n", file("metrics.txt")) : try(regex("^[a-z_]+", line), [])]),
    )) == 0
    error_message = "A panel on a metric that is not in metrics.txt stays empty."
  }
  assert {
    condition = alltrue(flatten([
      for panel in jsondecode(kubernetes_config_map_v1.dashboard.data["attic.json"]).panels :
      [for target in panel.targets : can(regex("\\{(namespace=\"\\$namespace\"|job=\"\\$namespace/)", target.expr))]
    ]))
    error_message = "A panel shows the chosen server, not every one of the cluster."
  }
}

run "dashboard_at_home" {
  command = plan

  variables {
    dashboard = { enabled = true }
  }

  assert {
    condition     = kubernetes_config_map_v1.dashboard.metadata[0].namespace == "attic"
    error_message = "Without a namespace it is beside the server."
  }
}

run "no_dashboard_unasked" {
  command = plan

  assert {
    condition     = kubernetes_config_map_v1.dashboard == null
    error_message = "A cluster without Grafana gets none."
  }
}
