# Each alert has a page in runbooks/, each metric a line in metrics.txt: tests/monitoring.tftest.hcl insists.
locals {
  # The job of a ServiceMonitor is named as its Service.
  job       = "namespace=\"${var.namespace}\",job=\"${var.name}\""
  volume_of = "namespace=\"${var.namespace}\",persistentvolumeclaim=\"nexus-data-${var.name}-0\""

  responses = join(" + ", [for code in ["2xx", "3xx", "4xx"] : "sum(increase(org_eclipse_jetty_webapp_WebAppContext_${code}_responses_total{${local.job}}[1d]))"])

  alert_rules = {
    NexusDown = {
      wanted      = true
      expr        = "absent(up{${local.job}} == 1)"
      for         = "15m"
      severity    = "critical"
      summary     = "Nexus ${var.namespace}/${var.name} does not answer."
      description = "Clients get only what they have in their own caches."
    }
    NexusErrors = {
      wanted      = true
      expr        = "sum(rate(org_eclipse_jetty_webapp_WebAppContext_5xx_responses_total{${local.job}}[10m])) > 0.1"
      for         = "15m"
      severity    = "warning"
      summary     = "Nexus ${var.namespace}/${var.name} answers with errors."
      description = "The database, S3 or its own disk is away or full."
    }
    NexusRequestsNearLimit = {
      wanted      = var.edition == "community"
      expr        = "${local.responses} > ${local.limits.requests_per_day * 0.75}"
      for         = "30m"
      severity    = "warning"
      summary     = "More than 75 % of the community edition's ${local.limits.requests_per_day} requests a day."
      description = "Above it, new components are refused."
    }
    NexusRequestsAtLimit = {
      wanted      = var.edition == "community"
      expr        = "${local.responses} > ${local.limits.requests_per_day * 0.9}"
      for         = "30m"
      severity    = "critical"
      summary     = "More than 90 % of the community edition's ${local.limits.requests_per_day} requests a day."
      description = "Above it, new components are refused."
    }
    NexusVolumeNearlyFull = {
      wanted      = true
      expr        = "kubelet_volume_stats_available_bytes{${local.volume_of}} / kubelet_volume_stats_capacity_bytes{${local.volume_of}} < 0.1"
      for         = "15m"
      severity    = "critical"
      summary     = "Less than a tenth of Nexus' volume is free."
      description = "Below 4 GiB Nexus stops writing."
    }
    NexusBootstrapFailed = {
      wanted      = true
      expr        = "kube_job_status_failed{namespace=\"${var.namespace}\",job_name=\"${kubernetes_job_v1.bootstrap.metadata[0].name}\"} > 0"
      for         = "5m"
      severity    = "warning"
      summary     = "Nexus ${var.namespace}/${var.name} could not be set up."
      description = "Repositories are as they were before."
    }
  }

  alerts = [
    for name, rule in local.alert_rules : {
      alert  = name
      expr   = rule.expr
      for    = rule.for
      labels = { severity = rule.severity }
      annotations = merge(
        { summary = rule.summary, description = rule.description },
        var.monitoring.runbook_base_url == null ? {} : { runbook_url = "${var.monitoring.runbook_base_url}/${name}.md" },
      )
    } if rule.wanted
  ]
}
