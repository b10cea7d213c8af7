# Each alert has a page in runbooks/, each metric a line in metrics.txt: tests/monitoring.tftest.hcl insists.
locals {
  # The job of a PodMonitor is <namespace>/<name>.
  job = "namespace=\"${var.namespace}\",job=\"${var.namespace}/${var.name}\""

  # Every server tells the same of every bucket.
  bucket_use = join(" ", [
    "max by (bucket) (minio_bucket_usage_total_bytes{${local.job}})",
    "/ (max by (bucket) (minio_bucket_quota_total_bytes{${local.job}}) > 0)",
  ])

  alert_rules = {
    MinioDown = {
      expr        = "absent(up{${local.job}} == 1)"
      for         = "5m"
      severity    = "critical"
      summary     = "No server of MinIO ${var.namespace}/${var.name} answers."
      description = "Attic cannot store or serve, the Bazel cache no longer shares, PostgreSQL's log piles up."
    }
    MinioUnhealthy = {
      expr        = "min(minio_cluster_health_status{${local.job}}) == 0"
      for         = "5m"
      severity    = "critical"
      summary     = "MinIO ${var.namespace}/${var.name} has lost its quorum."
      description = "More servers or drives are away than parity allows: nothing can be written, perhaps not read."
    }
    MinioServerOffline = {
      expr        = "max(minio_cluster_nodes_offline_total{${local.job}}) > 0"
      for         = "15m"
      severity    = "warning"
      summary     = "{{ $value }} servers of MinIO ${var.namespace}/${var.name} are away."
      description = "It goes on, with less parity to spare."
    }
    MinioDriveOffline = {
      expr        = "max(minio_cluster_drive_offline_total{${local.job}}) > 0"
      for         = "15m"
      severity    = "warning"
      summary     = "{{ $value }} drives of MinIO ${var.namespace}/${var.name} are away."
      description = "It goes on, with less parity to spare."
    }
    MinioDisksFilling = {
      expr        = "max(minio_cluster_capacity_usable_free_bytes{${local.job}}) / max(minio_cluster_capacity_usable_total_bytes{${local.job}}) < 0.1"
      for         = "15m"
      severity    = "critical"
      summary     = "The disks of MinIO ${var.namespace}/${var.name} are more than 90 % full."
      description = "Full disks refuse every write, whatever the quotas say."
    }
    MinioBucketNearQuota = {
      expr        = "${local.bucket_use} > 0.8"
      for         = "30m"
      severity    = "warning"
      summary     = "Bucket {{ $labels.bucket }} has more than 80 % of its quota in use."
      description = "At the quota every write is refused."
    }
    MinioBucketAtQuota = {
      expr        = "${local.bucket_use} > 0.9"
      for         = "15m"
      severity    = "critical"
      summary     = "Bucket {{ $labels.bucket }} has more than 90 % of its quota in use."
      description = "At the quota pushes to Attic fail, the Bazel cache silently stops to share, backups stop."
    }
    MinioErrors = {
      expr = join(" ", [
        "sum(rate(minio_s3_requests_5xx_errors_total{${local.job}}[5m]))",
        "/ sum(rate(minio_s3_requests_total{${local.job}}[5m])) > 0.05",
      ])
      for         = "15m"
      severity    = "warning"
      summary     = "More than 5 % of the requests to MinIO ${var.namespace}/${var.name} fail."
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
