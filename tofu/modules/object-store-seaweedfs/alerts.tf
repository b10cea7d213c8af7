# Each alert has a page in runbooks/, each metric a line in metrics.txt: tests/monitoring.tftest.hcl insists.
locals {
  # The jobs of the chart's ServiceMonitors are named as their Services.
  job = "namespace=\"${var.namespace}\",job=~\"${var.name}-(master|volume|filer|s3)\""

  alert_rules = {
    SeaweedfsDown = {
      expr        = "absent(up{namespace=\"${var.namespace}\",job=\"${var.name}-s3\"} == 1)"
      for         = "5m"
      severity    = "critical"
      summary     = "No S3 gateway of SeaweedFS ${var.namespace}/${var.name} answers."
      description = "Attic cannot store or serve, the Bazel cache no longer shares, PostgreSQL's log piles up."
    }
    SeaweedfsPodDown = {
      expr        = "up{${local.job}} == 0"
      for         = "15m"
      severity    = "warning"
      summary     = "Pod {{ $labels.pod }} of SeaweedFS does not answer."
      description = "With copies the others serve; without, its objects are away."
    }
    SeaweedfsDisksFilling = {
      expr        = "sum(SeaweedFS_volumeServer_resource{${local.job},type=\"avail\"}) / sum(SeaweedFS_volumeServer_resource{${local.job},type=\"all\"}) < 0.1"
      for         = "15m"
      severity    = "critical"
      summary     = "The disks of SeaweedFS ${var.namespace}/${var.name} are more than 90 % full."
      description = "Full disks refuse every write, whatever the quotas say."
    }
    SeaweedfsBucketNearQuota = {
      expr        = "max by (bucket) (SeaweedFS_s3_bucket_size_bytes{${local.job}}) / (max by (bucket) (SeaweedFS_s3_bucket_quota_bytes{${local.job}}) > 0) > 0.8"
      for         = "30m"
      severity    = "warning"
      summary     = "Bucket {{ $labels.bucket }} has more than 80 % of its quota in use."
      description = "Above the quota it becomes read-only."
    }
    SeaweedfsBucketReadOnly = {
      expr        = "max by (bucket) (SeaweedFS_s3_bucket_read_only{${local.job}}) == 1"
      for         = "5m"
      severity    = "critical"
      summary     = "Bucket {{ $labels.bucket }} is above its quota, and read-only."
      description = "Pushes to Attic fail, the Bazel cache silently stops to share, backups stop."
    }
    SeaweedfsUnderReplicated = {
      expr        = "max(SeaweedFS_master_under_replicated_volumes{${local.job}}) > 0"
      for         = "1h"
      severity    = "warning"
      summary     = "{{ $value }} volumes of SeaweedFS ${var.namespace}/${var.name} have fewer copies than asked for."
      description = "The loss of another server may lose objects."
    }
    SeaweedfsErrors = {
      expr        = "sum(rate(SeaweedFS_s3_request_total{${local.job},code=~\"5..\"}[5m])) / sum(rate(SeaweedFS_s3_request_total{${local.job}}[5m])) > 0.05"
      for         = "15m"
      severity    = "warning"
      summary     = "More than 5 % of the requests to SeaweedFS ${var.namespace}/${var.name} fail."
      description = "By its own fault, HTTP 5xx."
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
    }
  ]
}
