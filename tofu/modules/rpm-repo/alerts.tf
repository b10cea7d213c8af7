# Each alert has a page in runbooks/, each metric a line in metrics.txt: tests/monitoring.tftest.hcl insists.
locals {
  deployment_of = "namespace=\"${var.namespace}\",deployment=\"${var.name}\""
  volume_of     = "namespace=\"${var.namespace}\",persistentvolumeclaim=\"${var.name}-data\""
  cronjob_of    = "namespace=\"${var.namespace}\",cronjob=\"${var.name}-publish\""

  alert_rules = {
    RpmRepoDown = {
      wanted      = true
      expr        = "kube_deployment_status_replicas_available{${local.deployment_of}} == 0"
      for         = "5m"
      severity    = "critical"
      summary     = "No pod of the RPM repository ${var.namespace}/${var.name} is ready."
      description = "dnf installs only what it has in its cache."
    }
    RpmRepoPublishFailed = {
      wanted      = true
      expr        = "kube_job_status_failed{namespace=\"${var.namespace}\",job_name=~\"${var.name}-publish-.+\"} > 0"
      for         = "5m"
      severity    = "warning"
      summary     = "A publication of the RPM repository ${var.namespace}/${var.name} failed."
      description = "Clients see what was published before."
    }
    RpmRepoPublishStale = {
      wanted      = true
      expr        = "time() - kube_cronjob_status_last_successful_time{${local.cronjob_of}} > ${local.stale_seconds}"
      for         = "5m"
      severity    = "warning"
      summary     = "Nothing has been published for two schedules (${local.stale_seconds} s)."
      description = "New packages wait in incoming/."
    }
    RpmRepoVolumeNearlyFull = {
      wanted      = true
      expr        = "kubelet_volume_stats_available_bytes{${local.volume_of}} / kubelet_volume_stats_capacity_bytes{${local.volume_of}} < 0.1"
      for         = "15m"
      severity    = "warning"
      summary     = "Less than a tenth of the RPM repository's volume is free."
      description = "Publications fail once it is full."
    }
    RpmRepoProbeFailed = {
      wanted      = local.probe_enabled
      expr        = "probe_success{job=\"${local.probe_job}\"} == 0"
      for         = "10m"
      severity    = "critical"
      summary     = "The RPM repository does not answer at ${local.url}."
      description = "Seen from where clients come in."
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
