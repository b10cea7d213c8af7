mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  namespace   = "galaxy"
  environment = "dev"
  image       = { repository = "quay.io/ansible/galaxy-ng", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  web_image   = { repository = "quay.io/ansible/galaxy-ui", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }

  database                   = { secret_name = "galaxy-postgres", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" } }
  storage                    = { s3_secret = "galaxy-s3", endpoint = "http://minio.object-store.svc" }
  admin_password_secret_name = "galaxy-admin"
}

run "alerts_have_runbooks_and_known_metrics" {
  command = plan

  variables {
    probe      = { prober_url = "blackbox.monitoring.svc:9115" }
    monitoring = { runbook_base_url = "https://example.com/runbooks" }
  }

  assert {
    condition     = { for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.alert => r.labels.severity } == { GalaxyProbeFailed = "critical", GalaxyRestarting = "warning", GalaxyRoleDown = "critical" }
    error_message = "Which alerts there are, and how urgent."
  }

  assert {
    condition     = alltrue([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : fileexists("runbooks/${r.alert}.md")])
    error_message = "Every alert has a page."
  }

  assert {
    condition     = toset([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : "${r.alert}.md"]) == fileset("runbooks", "*.md")
    error_message = "Every page has its alert."
  }

  assert {
    condition     = length(setsubtract(toset(flatten([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : flatten(regexall("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{", r.expr))])), toset(split("\n", trimspace(file("metrics.txt")))))) == 0
    error_message = "Every metric is in metrics.txt."
  }

  assert {
    condition     = alltrue([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : length(regexall("\\{", r.expr)) > 0 && r.annotations.summary != "" && r.annotations.description != ""])
    error_message = "Every alert looks at metrics of this workload and says what is wrong."
  }

  assert {
    condition     = alltrue([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.annotations.runbook_url == "https://example.com/runbooks/${r.alert}.md"])
    error_message = "Every alert leads to its page."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.prometheus_rule.yaml_body).metadata.labels.release == "prometheus" && kubectl_manifest.prometheus_rule.server_side_apply && kubectl_manifest.prometheus_rule.field_manager == "opentofu"
    error_message = "Prometheus chooses by this label."
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
    condition     = jsondecode(kubernetes_config_map_v1.dashboard.data["galaxy-ng.json"]).title == "Galaxy"
    error_message = "It is the dashboard, and JSON."
  }

  assert {
    condition     = length(setsubtract(toset(flatten([for p in jsondecode(kubernetes_config_map_v1.dashboard.data["galaxy-ng.json"]).panels : [for t in p.targets : regexall("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{", t.expr)]])), toset(split("\n", trimspace(file("metrics.txt")))))) == 0
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
    error_message = "Without a namespace it is beside the workload."
  }
}

run "no_alerts" {
  command = plan

  variables {
    monitoring = { alerts = false }
  }

  assert {
    condition     = kubectl_manifest.prometheus_rule == null
    error_message = "Alerts can be declined."
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

run "probe" {
  command = plan

  variables {
    exposure = { mode = "gateway", host = "svc.dev.example.com", gateway = { name = "public", namespace = "gateway", section_name = "https" } }
    probe    = { prober_url = "blackbox.monitoring.svc:9115" }
  }

  assert {
    condition     = yamldecode(kubectl_manifest.probe.yaml_body).spec.targets.staticConfig.static == ["https://svc.dev.example.com/api/galaxy/pulp/api/v3/status/"] && kubectl_manifest.probe.server_side_apply && kubectl_manifest.probe.field_manager == "opentofu" && yamldecode(kubectl_manifest.probe.yaml_body).metadata.labels.release == "prometheus"
    error_message = "Where clients come in; it wants no credentials."
  }

  assert {
    condition     = strcontains(one([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.expr if r.alert == "GalaxyProbeFailed"]), "job=\"${yamldecode(kubectl_manifest.probe.yaml_body).spec.jobName}\"")
    error_message = "The alert looks at this probe."
  }
}

run "no_probe" {
  command = plan

  assert {
    condition     = [for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.alert] == ["GalaxyRestarting", "GalaxyRoleDown"] && kubectl_manifest.probe == null
    error_message = "No probe unless there is an exporter."
  }
}
