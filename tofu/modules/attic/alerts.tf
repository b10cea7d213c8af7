# Only metrics of metrics.txt; a page in runbooks/ for each: tests/monitoring.tftest.hcl insists.
locals {
  gc_name = "${var.name}-gc"

  alerts = merge(
    {
      AtticDown = {
        expr     = "kube_deployment_status_replicas_available{namespace=\"${var.namespace}\", deployment=\"${var.name}\"} == 0"
        for      = "5m"
        severity = "critical"
        summary  = "No pod of Attic ${var.namespace}/${var.name} is available: Nix falls back to its next substituter, pushes fail."
      }
      AtticReplicasUnavailable = {
        expr     = "kube_deployment_status_replicas_unavailable{namespace=\"${var.namespace}\", deployment=\"${var.name}\"} > 0"
        for      = "15m"
        severity = "warning"
        summary  = "Attic ${var.namespace}/${var.name} has had fewer pods than wanted for 15 minutes."
      }
      AtticAtMaximumReplicas = {
        expr = join(" >= ", [
          "kube_horizontalpodautoscaler_status_current_replicas{namespace=\"${var.namespace}\", horizontalpodautoscaler=\"${var.name}\"}",
          # Where both ends are the same, being there says nothing.
          "(kube_horizontalpodautoscaler_spec_max_replicas{namespace=\"${var.namespace}\", horizontalpodautoscaler=\"${var.name}\"} > ${var.replicas.min})",
        ])
        for      = "1h"
        severity = "warning"
        summary  = "Attic ${var.namespace}/${var.name} has run with as many pods as it may have for an hour."
      }
      AtticGarbageCollectionFailed = {
        # A failed Job stays for the record: only those of the last day count.
        expr = join(" and on (namespace, job_name) ", [
          "kube_job_failed{namespace=\"${var.namespace}\", job_name=~\"${local.gc_name}-[0-9]+\", condition=\"true\"} == 1",
          "(time() - kube_job_status_start_time{namespace=\"${var.namespace}\", job_name=~\"${local.gc_name}-[0-9]+\"} < 86400)",
        ])
        for      = "5m"
        severity = "warning"
        summary  = "A garbage collection of Attic ${var.namespace}/${var.name} has failed; the next one continues."
      }
      AtticGarbageCollectionStale = {
        # Before the first success there is no time of it: then the CronJob's own age counts.
        expr = join(" or ", [
          "time() - kube_cronjob_status_last_successful_time{namespace=\"${var.namespace}\", cronjob=\"${local.gc_name}\"} > ${var.garbage_collection.alert_after_hours * 3600}",
          "(time() - kube_cronjob_created{namespace=\"${var.namespace}\", cronjob=\"${local.gc_name}\"} > ${var.garbage_collection.alert_after_hours * 3600} unless on (namespace, cronjob) kube_cronjob_status_last_successful_time{namespace=\"${var.namespace}\", cronjob=\"${local.gc_name}\"})",
        ])
        for      = "15m"
        severity = "critical"
        summary  = "No garbage collection of Attic ${var.namespace}/${var.name} has succeeded for ${var.garbage_collection.alert_after_hours} hours: the bucket only grows."
      }
    },
    local.probe_enabled ? {
      AtticProbeFailed = {
        expr     = "probe_success{job=\"${local.probe_job}\"} == 0"
        for      = "5m"
        severity = "critical"
        summary  = "Attic ${var.namespace}/${var.name} does not answer for cache ${local.probe_cache}: with pods available, its database is the first suspect."
      }
    } : {},
  )
}
