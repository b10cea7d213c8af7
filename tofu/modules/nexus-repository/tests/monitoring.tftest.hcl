mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  namespace   = "packages"
  environment = "dev"
  accept_eula = true

  database  = { host = "packages-db-rw.packages.svc", name = "nexus", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" }, secret_name = "nexus-db", ca_secret = "packages-db-ca" }
  blobstore = { bucket = "nexus-blobs", endpoint = "http://minio.object-store.svc:80", credentials_secret = "nexus-s3" }

  admin_secret_name          = "nexus-admin"
  encryption_key_secret_name = "nexus-encryption"
  metrics_secret_name        = "nexus-metrics"
}

run "alerts_have_runbooks_and_known_metrics" {
  command = plan

  variables {
    monitoring = { runbook_base_url = "https://example.com/runbooks" }
  }

  assert {
    condition     = { for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.alert => r.labels.severity } == { NexusBootstrapFailed = "warning", NexusDown = "critical", NexusErrors = "warning", NexusRequestsAtLimit = "critical", NexusRequestsNearLimit = "warning", NexusVolumeNearlyFull = "critical" }
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
    condition     = jsondecode(kubernetes_config_map_v1.dashboard.data["nexus-repository.json"]).title == "Nexus Repository"
    error_message = "It is the dashboard, and JSON."
  }

  assert {
    condition     = length(setsubtract(toset(flatten([for p in jsondecode(kubernetes_config_map_v1.dashboard.data["nexus-repository.json"]).panels : [for t in p.targets : regexall("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{", t.expr)]])), toset(split("\n", trimspace(file("metrics.txt")))))) == 0
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

run "scraped" {
  command = plan

  assert {
    condition     = yamldecode(kubectl_manifest.service_monitor.yaml_body).spec.endpoints == [{ port = "http", path = "/service/metrics/prometheus", interval = "30s", basicAuth = { username = { name = "nexus-metrics", key = "username" }, password = { name = "nexus-metrics", key = "password" } } }]
    error_message = "With credentials."
  }

  assert {
    condition     = alltrue([for k, v in yamldecode(kubectl_manifest.service_monitor.yaml_body).spec.selector.matchLabels : kubernetes_service_v1.this.metadata[0].labels[k] == v]) && !alltrue([for k, v in yamldecode(kubectl_manifest.service_monitor.yaml_body).spec.selector.matchLabels : lookup(kubernetes_service_v1.headless.metadata[0].labels, k, "") == v])
    error_message = "It must choose the Service, and not the headless one."
  }

  assert {
    condition     = kubectl_manifest.service_monitor.server_side_apply && kubectl_manifest.service_monitor.field_manager == "opentofu" && yamldecode(kubectl_manifest.service_monitor.yaml_body).metadata.labels.release == "prometheus"
    error_message = "Prometheus chooses by this label."
  }
}

run "limits_of_the_community_edition" {
  command = plan

  assert {
    condition     = strcontains(one([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.expr if r.alert == "NexusRequestsNearLimit"]), "> 75000") && strcontains(one([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.expr if r.alert == "NexusRequestsAtLimit"]), "> 90000")
    error_message = "75 and 90 % of 100,000."
  }
}

run "pro_has_no_limits" {
  command = plan

  variables {
    edition             = "pro"
    accept_eula         = false
    license_secret_name = "l"
  }

  assert {
    condition     = length([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r if strcontains(r.alert, "Requests")]) == 0
    error_message = "No alert on what is not there."
  }
}

run "unmonitored_needs_no_user" {
  command = plan

  variables {
    monitoring = { enabled = false }
  }

  assert {
    condition     = kubectl_manifest.service_monitor == null && !contains(output.secret_names, "nexus-metrics")
    error_message = "Without monitoring nobody asks for metrics."
  }
}
