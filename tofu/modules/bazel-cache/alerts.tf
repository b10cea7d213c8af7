# Each alert has a page in runbooks/, each metric a line in metrics.txt: tests/monitoring.tftest.hcl insists.
locals {
  # The job of a ServiceMonitor is named as its Service.
  job = "namespace=\"${var.namespace}\",job=\"${var.name}\""

  alert_rules = {
    BazelCacheDown = {
      expr        = "absent(up{${local.job}} == 1)"
      for         = "5m"
      severity    = "critical"
      summary     = "No pod of the Bazel cache ${var.namespace}/${var.name} answers."
      description = "Builds go on without a cache, at their full length."
    }
    BazelCacheReplicaDown = {
      expr        = "up{${local.job}} == 0"
      for         = "15m"
      severity    = "warning"
      summary     = "Pod {{ $labels.pod }} of the Bazel cache does not answer."
      description = "The others serve. What the pod had not uploaded to S3 is rebuilt."
    }
    BazelCacheSharedHitRatioLow = {
      expr = join(" ", [
        "sum(rate(bazel_remote_s3_cache_hits{${local.job}}[1h]))",
        "/ (sum(rate(bazel_remote_s3_cache_hits{${local.job}}[1h])) + sum(rate(bazel_remote_s3_cache_misses{${local.job}}[1h])))",
        "< 0.05",
      ])
      for         = "2h"
      severity    = "info"
      summary     = "Under 5 % of what is not on a local disk is found in S3."
      description = "S3 may be out of reach, full, or expire objects too early; its errors count as misses."
    }
    BazelCacheDiskNearLimit = {
      expr        = "bazel_remote_disk_cache_size_bytes{${local.job}} / ignoring(type) bazel_remote_disk_cache_size_bytes_limit{${local.job},type=\"reject\"} > 0.95"
      for         = "15m"
      severity    = "warning"
      summary     = "The disk of {{ $labels.pod }} is close to the limit at which uploads are refused."
      description = "Files are written faster than old ones are removed."
    }
    BazelCacheDiskTooSmall = {
      expr = join(" ", [
        "increase(bazel_remote_disk_cache_evicted_bytes_total{${local.job}}[1h])",
        "> ignoring(type) 0.1 * bazel_remote_disk_cache_size_bytes_limit{${local.job},type=\"evict\"}",
        "and bazel_remote_disk_cache_longest_item_idle_time_seconds{${local.job}} < 86400",
      ])
      for         = "2h"
      severity    = "warning"
      summary     = "{{ $labels.pod }} removes entries that were used within the last day."
      description = "A tenth of the disk is replaced every hour: what a day's builds need does not fit."
    }
    BazelCacheGrpcErrors = {
      expr = join(" ", [
        "sum(rate(grpc_server_handled_total{${local.job},grpc_code=~\"Internal|Unknown|Unavailable|ResourceExhausted\"}[5m]))",
        "/ sum(rate(grpc_server_handled_total{${local.job}}[5m])) > 0.05",
      ])
      for         = "15m"
      severity    = "warning"
      summary     = "More than 5 % of the gRPC calls to the Bazel cache fail."
      description = "Builds go on, slower. Codes: Internal, Unknown (S3 in vain), Unavailable, ResourceExhausted."
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
