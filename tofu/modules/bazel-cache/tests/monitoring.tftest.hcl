mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  name        = "bazel-cache"
  namespace   = "bazel-cache"
  environment = "dev"
  s3          = { endpoint = "minio.object-store.svc:80", bucket = "bazel-cache", tls = false, credentials_secret = "bazel-cache-s3" }
  auth        = { mode = "htpasswd", htpasswd_secret = "bazel-cache-htpasswd" }
}

run "scraped" {
  command = plan

  assert {
    condition     = yamldecode(kubectl_manifest.service_monitor.yaml_body).kind == "ServiceMonitor" && kubectl_manifest.service_monitor.server_side_apply && kubectl_manifest.service_monitor.field_manager == "opentofu"
    error_message = "A ServiceMonitor, applied by the server."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.service_monitor.yaml_body).spec.endpoints == [{ port = "http", path = "/metrics", scheme = "http", interval = "30s" }]
    error_message = "Plain HTTP without credentials, where reading needs none."
  }

  assert {
    condition     = alltrue([for k, v in yamldecode(kubectl_manifest.service_monitor.yaml_body).spec.selector.matchLabels : kubernetes_service_v1.this.metadata[0].labels[k] == v])
    error_message = "It must choose the Service."
  }

  assert {
    condition     = !alltrue([for k, v in yamldecode(kubectl_manifest.service_monitor.yaml_body).spec.selector.matchLabels : lookup(kubernetes_service_v1.headless.metadata[0].labels, k, "") == v])
    error_message = "And not the headless one: every pod would count twice."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.service_monitor.yaml_body).spec.namespaceSelector.matchNames == ["bazel-cache"]
    error_message = "In its own namespace only."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.service_monitor.yaml_body).metadata.labels.release == "prometheus" && yamldecode(kubectl_manifest.prometheus_rule.yaml_body).metadata.labels.release == "prometheus"
    error_message = "Prometheus chooses by this label."
  }
}

run "load_balancer_is_not_scraped" {
  command = plan

  variables {
    auth               = { mode = "htpasswd", htpasswd_secret = "bazel-cache-htpasswd", tls_secret = "bazel-cache-tls" }
    grpc_load_balancer = { enabled = true, host = "bazel-cache.example.com", source_ranges = ["10.0.0.0/8"] }
  }

  assert {
    condition     = !alltrue([for k, v in yamldecode(kubectl_manifest.service_monitor.yaml_body).spec.selector.matchLabels : lookup(kubernetes_service_v1.load_balancer.metadata[0].labels, k, "") == v])
    error_message = "Every pod would count twice."
  }
}

run "scraped_with_password" {
  command = plan

  variables {
    auth = { mode = "htpasswd", htpasswd_secret = "bazel-cache-htpasswd", allow_unauthenticated_reads = false, metrics_secret = "scrape" }
  }

  assert {
    condition     = yamldecode(kubectl_manifest.service_monitor.yaml_body).spec.endpoints[0].basicAuth == { username = { name = "scrape", key = "username" }, password = { name = "scrape", key = "password" } }
    error_message = "Without unauthenticated reads /metrics answers 401."
  }

  assert {
    condition     = contains(output.secret_names, "scrape")
    error_message = "The Secret must be there first."
  }
}

run "scraped_over_tls" {
  command = plan

  variables {
    auth = { mode = "mtls", tls_secret = "bazel-cache-tls", client_ca_secret = "clients-ca" }
  }

  assert {
    condition     = yamldecode(kubectl_manifest.service_monitor.yaml_body).spec.endpoints[0].scheme == "https" && yamldecode(kubectl_manifest.service_monitor.yaml_body).spec.endpoints[0].tlsConfig == { ca = { secret = { name = "bazel-cache-tls", key = "ca.crt" } }, serverName = "bazel-cache.bazel-cache.svc" }
    error_message = "Prometheus must know the server."
  }
}

run "scraped_with_certificate" {
  command = plan

  variables {
    auth = { mode = "mtls", tls_secret = "bazel-cache-tls", client_ca_secret = "clients-ca", allow_unauthenticated_reads = false, metrics_secret = "scrape" }
  }

  assert {
    condition     = yamldecode(kubectl_manifest.service_monitor.yaml_body).spec.endpoints[0].tlsConfig.cert == { secret = { name = "scrape", key = "tls.crt" } } && yamldecode(kubectl_manifest.service_monitor.yaml_body).spec.endpoints[0].tlsConfig.keySecret == { name = "scrape", key = "tls.key" }
    error_message = "Without unauthenticated reads /metrics wants a certificate."
  }

  assert {
    condition     = !can(yamldecode(kubectl_manifest.service_monitor.yaml_body).spec.endpoints[0].basicAuth)
    error_message = "And no password."
  }
}

run "alerts" {
  command = plan

  variables {
    monitoring = { runbook_base_url = "https://example.com/runbooks" }
  }

  assert {
    condition     = toset([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.alert]) == toset(["BazelCacheDown", "BazelCacheReplicaDown", "BazelCacheSharedHitRatioLow", "BazelCacheDiskNearLimit", "BazelCacheDiskTooSmall", "BazelCacheGrpcErrors"])
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
    condition     = alltrue([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : alltrue([for s in regexall("\\{([^}]*)\\}", r.expr) : strcontains(s[0], "namespace=\"bazel-cache\",job=\"bazel-cache\"")])])
    error_message = "Every selector is of this cache only."
  }
}

# Selectors and ranges are cut off; what is left are metric names and words of PromQL.
run "alerts_use_known_metrics" {
  command = plan

  assert {
    condition     = alltrue([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : length(regexall("[a-zA-Z_:][a-zA-Z0-9_:]*\\{", r.expr)) > 0])
    error_message = "Each expression has a metric."
  }

  assert {
    condition     = length(setsubtract(toset(flatten([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : regexall("[a-zA-Z_:][a-zA-Z0-9_:]*", replace(replace(r.expr, "/\\{[^}]*\\}/", ""), "/\\[[^]]*\\]/", ""))])), toset(concat(split("\n", trimspace(file("metrics.txt"))), ["absent", "sum", "rate", "increase", "ignoring", "type", "and"])))) == 0
    error_message = "Every name in an expression is a metric of metrics.txt or a word of PromQL that is listed here."
  }
}

run "alerts_watch_what_matters" {
  command = plan

  assert {
    condition     = { for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.alert => r.for } == { BazelCacheDown = "5m", BazelCacheReplicaDown = "15m", BazelCacheSharedHitRatioLow = "2h", BazelCacheDiskNearLimit = "15m", BazelCacheDiskTooSmall = "2h", BazelCacheGrpcErrors = "15m" }
    error_message = "Durations are part of the design."
  }

  assert {
    condition     = { for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.alert => r.labels.severity } == { BazelCacheDown = "critical", BazelCacheReplicaDown = "warning", BazelCacheSharedHitRatioLow = "info", BazelCacheDiskNearLimit = "warning", BazelCacheDiskTooSmall = "warning", BazelCacheGrpcErrors = "warning" }
    error_message = "So are severities."
  }

  assert {
    condition     = strcontains(one([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.expr if r.alert == "BazelCacheDiskNearLimit"]), "type=\"reject\"")
    error_message = "Near the limit at which uploads are refused."
  }

  assert {
    condition     = strcontains(one([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : r.expr if r.alert == "BazelCacheDiskTooSmall"]), "< 86400")
    error_message = "Younger than a day."
  }

  assert {
    condition     = alltrue([for r in yamldecode(kubectl_manifest.prometheus_rule.yaml_body).spec.groups[0].rules : !can(r.annotations.runbook_url)])
    error_message = "No runbook_url without a base."
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
    condition     = jsondecode(kubernetes_config_map_v1.dashboard.data["bazel-cache.json"]).title == "Bazel cache"
    error_message = "It is the dashboard, and JSON."
  }

  assert {
    condition     = length(setsubtract(toset(flatten([for p in jsondecode(kubernetes_config_map_v1.dashboard.data["bazel-cache.json"]).panels : [for t in p.targets : regexall("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{", t.expr)]])), toset(split("\n", trimspace(file("metrics.txt")))))) == 0
    error_message = "Every metric of the dashboard is in metrics.txt."
  }
}

run "dashboard_at_home" {
  command = plan

  variables {
    dashboard = { enabled = true }
  }

  assert {
    condition     = kubernetes_config_map_v1.dashboard.metadata[0].namespace == "bazel-cache"
    error_message = "Without a namespace it is beside the cache."
  }
}

run "no_alerts" {
  command = plan

  variables {
    monitoring = { alerts = false }
  }

  assert {
    condition     = kubectl_manifest.prometheus_rule == null && kubectl_manifest.service_monitor != null
    error_message = "Scraped without alerts."
  }
}

run "no_monitoring" {
  command = plan

  variables {
    monitoring = { enabled = false }
  }

  assert {
    condition     = kubectl_manifest.prometheus_rule == null && kubectl_manifest.service_monitor == null
    error_message = "No CRD of the Prometheus Operator is needed."
  }

  assert {
    condition     = length(kubernetes_network_policy_v1.this.spec[0].ingress) == 0
    error_message = "Prometheus is not let in."
  }
}
