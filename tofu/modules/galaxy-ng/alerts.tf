# Each alert has a page in runbooks/, each metric a line in metrics.txt: tests/monitoring.tftest.hcl insists.
locals {
  deployments = "namespace=\"${var.namespace}\",deployment=~\"${var.name}-(api|content|web|worker)\""

  alert_rules = {
    GalaxyRoleDown = {
      wanted      = true
      expr        = "kube_deployment_status_replicas_available{${local.deployments}} == 0"
      for         = "10m"
      severity    = "critical"
      summary     = "No pod of {{ $labels.deployment }} is ready."
      description = "api and web: nothing works. content: nothing can be downloaded. worker: uploads are not processed."
    }
    GalaxyRestarting = {
      wanted      = true
      expr        = "increase(kube_pod_container_status_restarts_total{namespace=\"${var.namespace}\",pod=~\"${var.name}-(api|content|web|worker|redis)-.+\"}[1h]) > 3"
      for         = "10m"
      severity    = "warning"
      summary     = "Pod {{ $labels.pod }} restarts again and again."
      description = "Its memory is too small, or the database or Redis refuses it."
    }
    GalaxyProbeFailed = {
      wanted      = local.probe_enabled
      expr        = "probe_success{job=\"${local.probe_job}\"} == 0"
      for         = "10m"
      severity    = "critical"
      summary     = "Galaxy does not answer at ${local.url}."
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
