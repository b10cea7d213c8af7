# Each alert has a page in runbooks/, each metric a line in metrics.txt: tests/monitoring.tftest.hcl insists.
locals {
  selector         = "namespace=\"${var.namespace}\",pod=~\"${var.name}-[0-9]+\""
  volumes_selector = "namespace=\"${var.namespace}\",persistentvolumeclaim=~\"${var.name}-[0-9]+(-wal)?\""

  alert_rules = merge(
    {
      PostgresDown = {
        expr        = "absent(cnpg_collector_up{${local.selector}} == 1)"
        for         = "5m"
        severity    = "critical"
        summary     = "No instance of PostgreSQL ${var.namespace}/${var.name} answers."
        description = "What needs this database stands still."
      }
      PostgresVolumeFilling = {
        expr        = "kubelet_volume_stats_available_bytes{${local.volumes_selector}} / kubelet_volume_stats_capacity_bytes{${local.volumes_selector}} < 0.2"
        for         = "15m"
        severity    = "warning"
        summary     = "Volume {{ $labels.persistentvolumeclaim }} is more than 80 % full."
        description = "A full volume stops PostgreSQL. If archiving fails, the write-ahead log is what grows."
      }
      PostgresVolumeFull = {
        expr        = "kubelet_volume_stats_available_bytes{${local.volumes_selector}} / kubelet_volume_stats_capacity_bytes{${local.volumes_selector}} < 0.1"
        for         = "5m"
        severity    = "critical"
        summary     = "Volume {{ $labels.persistentvolumeclaim }} is more than 90 % full."
        description = "PostgreSQL is about to stop."
      }
      PostgresConnectionsNearLimit = {
        expr        = "sum by (pod) (cnpg_backends_total{${local.selector}}) / ${var.max_connections} > 0.8"
        for         = "10m"
        severity    = "warning"
        summary     = "{{ $labels.pod }} has more than 80 % of its connections in use."
        description = "At ${var.max_connections} further clients are refused."
      }
    },
    { for name, rule in local.replica_alerts : name => rule if var.instances > 1 },
    { for name, rule in local.backup_alerts : name => rule if var.backup.enabled },
  )

  replica_alerts = {
    PostgresInstanceMissing = {
      expr        = "count(cnpg_collector_up{${local.selector}} == 1) < ${var.instances}"
      for         = "15m"
      severity    = "warning"
      summary     = "PostgreSQL ${var.namespace}/${var.name} has {{ $value }} of ${var.instances} instances."
      description = "It serves, with less to fail over to."
    }
    PostgresReplicationLag = {
      expr        = "cnpg_pg_replication_lag{${local.selector}} > 30"
      for         = "5m"
      severity    = "warning"
      summary     = "{{ $labels.pod }} is {{ $value }} s behind the primary."
      description = "A failover to it would lose what it has not received."
    }
    PostgresReplicationBroken = {
      expr        = "cnpg_pg_replication_in_recovery{${local.selector}} > cnpg_pg_replication_is_wal_receiver_up{${local.selector}}"
      for         = "5m"
      severity    = "critical"
      summary     = "{{ $labels.pod }} is a replica that receives nothing."
      description = "It falls behind for good, and the primary keeps the log for it."
    }
  }

  backup_alerts = {
    PostgresWalArchivingFails = {
      expr        = "(cnpg_pg_stat_archiver_last_failed_time{${local.selector}} - cnpg_pg_stat_archiver_last_archived_time{${local.selector}}) > 1"
      for         = "10m"
      severity    = "critical"
      summary     = "{{ $labels.pod }} cannot archive its write-ahead log."
      description = "Nothing newer can be restored, and the log piles up until the volume is full."
    }
    PostgresBackupTooOld = {
      expr        = "time() - max(barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{${local.selector}}) > ${var.backup.max_age_hours * 3600}"
      for         = "30m"
      severity    = "critical"
      summary     = "The last base backup of PostgreSQL ${var.namespace}/${var.name} is older than ${var.backup.max_age_hours} hours."
      description = "A restore would have to replay all of the log since then."
    }
    PostgresBackupFailed = {
      expr        = "max(barman_cloud_cloudnative_pg_io_last_failed_backup_timestamp{${local.selector}}) > max(barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{${local.selector}})"
      for         = "5m"
      severity    = "warning"
      summary     = "The last base backup of PostgreSQL ${var.namespace}/${var.name} failed."
      description = "Earlier ones are there; the next is made at its time."
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
