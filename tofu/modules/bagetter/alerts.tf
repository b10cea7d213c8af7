# Each alert has a page in runbooks/, each metric a line in metrics.txt: tests/monitoring.tftest.hcl insists.
locals {
  deployment_of = "namespace=\"${var.namespace}\",deployment=\"${var.name}\""
  volume_of     = "namespace=\"${var.namespace}\",persistentvolumeclaim=\"${var.name}-data\""

  alert_rules = {
    BagetterDown = {
      wanted      = true
      expr        = "kube_deployment_status_replicas_available{${local.deployment_of}} == 0"
      for         = "5m"
      severity    = "critical"
      summary     = "No pod of BaGetter ${var.namespace}/${var.name} is ready."
      description = "NuGet clients get no package that is not in their own cache."
    }
    BagetterReplicasUnavailable = {
      wanted      = var.replicas > 1
      expr        = "kube_deployment_status_replicas_available{${local.deployment_of}} < kube_deployment_spec_replicas{${local.deployment_of}}"
      for         = "15m"
      severity    = "warning"
      summary     = "BaGetter ${var.namespace}/${var.name} has fewer pods than it should."
      description = "The others serve."
    }
    BagetterRestarting = {
      wanted      = true
      expr        = "increase(kube_pod_container_status_restarts_total{namespace=\"${var.namespace}\",pod=~\"${var.name}-.+\",container=\"bagetter\"}[1h]) > 3"
      for         = "10m"
      severity    = "warning"
      summary     = "Pod {{ $labels.pod }} of BaGetter restarts again and again."
      description = "Its memory is too small, or the database is of another version."
    }
    BagetterVolumeNearlyFull = {
      wanted      = local.on_volume
      expr        = "kubelet_volume_stats_available_bytes{${local.volume_of}} / kubelet_volume_stats_capacity_bytes{${local.volume_of}} < 0.1"
      for         = "15m"
      severity    = "warning"
      summary     = "Less than a tenth of BaGetter's volume is free."
      description = "Pushes fail once it is full."
    }
    BagetterProbeFailed = {
      wanted      = local.probe_enabled
      expr        = "probe_success{job=\"${local.probe_job}\"} == 0"
      for         = "10m"
      severity    = "critical"
      summary     = "BaGetter does not answer at ${local.url}/health."
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
