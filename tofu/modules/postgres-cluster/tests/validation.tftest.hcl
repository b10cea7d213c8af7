mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  name        = "attic-db"
  namespace   = "attic"
  environment = "dev"
  database    = { name = "attic", owner = "attic" }
  storage     = { size = "20Gi" }
  backup      = { bucket = "pg-backup", endpoint = "http://minio.object-store.svc", credentials_secret = { name = "pg-backup-s3" } }
}

run "name_with_capitals" {
  command = plan

  variables {
    name = "Attic"
  }

  expect_failures = [var.name]
}

run "name_too_long" {
  command = plan

  variables {
    name = "a23456789012345678901234567890123456789012345678901"
  }

  expect_failures = [var.name]
}

run "namespace_with_dot" {
  command = plan

  variables {
    namespace = "a.b"
  }

  expect_failures = [var.namespace]
}

run "environment_unknown" {
  command = plan

  variables {
    environment = "production"
  }

  expect_failures = [var.environment]
}

run "labels_of_ours" {
  command = plan

  variables {
    labels = { "app.kubernetes.io/name" = "mine" }
  }

  expect_failures = [var.labels]
}

run "image_with_tag_in_repository" {
  command = plan

  variables {
    image = { repository = "ghcr.io/a/b:18", tag = "18" }
  }

  expect_failures = [var.image]
}

run "image_tag_without_version" {
  command = plan

  variables {
    image = { repository = "ghcr.io/a/b", tag = "latest" }
  }

  expect_failures = [var.image]
}

run "image_of_an_old_version" {
  command = plan

  variables {
    image = { repository = "ghcr.io/a/b", tag = "13.1" }
  }

  expect_failures = [var.image]
}

run "image_digest_malformed" {
  command = plan

  variables {
    image = { repository = "ghcr.io/a/b", tag = "18.6", digest = "sha256:1" }
  }

  expect_failures = [var.image]
}

run "image_without_digest_in_prod" {
  command = plan

  variables {
    environment = "prod"
    instances   = 3
  }

  expect_failures = [var.image]
}

run "image_pull_policy_unknown" {
  command = plan

  variables {
    image = { repository = "ghcr.io/a/b", tag = "18.6", pull_policy = "Sometimes" }
  }

  expect_failures = [var.image]
}

run "instances_none" {
  command = plan

  variables {
    instances = 0
  }

  expect_failures = [var.instances]
}

run "instances_many" {
  command = plan

  variables {
    instances = 10
  }

  expect_failures = [var.instances]
}

run "instances_too_few_in_prod" {
  command = plan

  variables {
    environment = "prod"
    image       = { repository = "ghcr.io/cloudnative-pg/postgresql", tag = "18.6-minimal-trixie", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    instances   = 2
  }

  expect_failures = [var.instances]
}

run "database_with_dash" {
  command = plan

  variables {
    database = { name = "attic-db", owner = "attic" }
  }

  expect_failures = [var.database]
}

run "database_of_postgresql" {
  command = plan

  variables {
    database = { name = "postgres", owner = "attic" }
  }

  expect_failures = [var.database]
}

run "owner_of_postgresql" {
  command = plan

  variables {
    database = { name = "attic", owner = "postgres" }
  }

  expect_failures = [var.database]
}

run "extension_with_sql" {
  command = plan

  variables {
    database = { name = "attic", owner = "attic", extensions = ["x\"; DROP"] }
  }

  expect_failures = [var.database]
}

run "locale_with_blank" {
  command = plan

  variables {
    database = { name = "attic", owner = "attic", locale = "C UTF-8" }
  }

  expect_failures = [var.database]
}

run "additional_database_malformed" {
  command = plan

  variables {
    additional_databases = ["Nexus"]
  }

  expect_failures = [var.additional_databases]
}

run "additional_database_twice" {
  command = plan

  variables {
    additional_databases = ["nexus", "nexus"]
  }

  expect_failures = [var.additional_databases]
}

run "additional_database_is_the_first" {
  command = plan

  variables {
    additional_databases = ["attic"]
  }

  expect_failures = [var.additional_databases]
}

run "storage_without_unit" {
  command = plan

  variables {
    storage = { size = "20" }
  }

  expect_failures = [var.storage]
}

run "storage_of_log_malformed" {
  command = plan

  variables {
    storage = { size = "20Gi", wal_size = "5G" }
  }

  expect_failures = [var.storage]
}

run "parameter_malformed" {
  command = plan

  variables {
    parameters = { "Shared Buffers" = "1GB" }
  }

  expect_failures = [var.parameters]
}

run "parameter_ssl" {
  command = plan

  variables {
    parameters = { ssl_min_protocol_version = "TLSv1" }
  }

  expect_failures = [var.parameters]
}

run "parameter_md5" {
  command = plan

  variables {
    parameters = { password_encryption = "md5" }
  }

  expect_failures = [var.parameters]
}

run "parameter_archive_command" {
  command = plan

  variables {
    parameters = { archive_command = "true" }
  }

  expect_failures = [var.parameters]
}

run "parameter_fsync" {
  command = plan

  variables {
    parameters = { fsync = "off" }
  }

  expect_failures = [var.parameters]
}

run "parameter_max_connections" {
  command = plan

  variables {
    parameters = { max_connections = "500" }
  }

  expect_failures = [var.parameters]
}

run "connections_too_few" {
  command = plan

  variables {
    max_connections = 5
  }

  expect_failures = [var.max_connections]
}

run "cpu_malformed" {
  command = plan

  variables {
    resources = { requests = { cpu = "half", memory = "1Gi" } }
  }

  expect_failures = [var.resources]
}

run "memory_malformed" {
  command = plan

  variables {
    resources = { requests = { cpu = "1", memory = "1G" } }
  }

  expect_failures = [var.resources]
}

run "limit_below_request" {
  command = plan

  variables {
    resources = { requests = { cpu = "1", memory = "2Gi" }, limits = { memory = "1Gi" } }
  }

  expect_failures = [var.resources]
}

run "anti_affinity_unknown" {
  command = plan

  variables {
    anti_affinity = "soft"
  }

  expect_failures = [var.anti_affinity]
}

run "toleration_without_value" {
  command = plan

  variables {
    scheduling = { tolerations = [{ key = "x" }] }
  }

  expect_failures = [var.scheduling]
}

run "toleration_effect_unknown" {
  command = plan

  variables {
    scheduling = { tolerations = [{ key = "x", value = "y", effect = "Never" }] }
  }

  expect_failures = [var.scheduling]
}

run "client_namespace_malformed" {
  command = plan

  variables {
    clients = [{ namespace = "A", pod_labels = { app = "x" } }]
  }

  expect_failures = [var.clients]
}

run "client_is_everyone" {
  command = plan

  variables {
    clients = [{ namespace = "attic", pod_labels = {} }]
  }

  expect_failures = [var.clients]
}

run "monitoring_namespace_malformed" {
  command = plan

  variables {
    network_policy = { monitoring_namespace = "a.b" }
  }

  expect_failures = [var.network_policy]
}

run "operator_namespace_malformed" {
  command = plan

  variables {
    operator_namespace = "a.b"
  }

  expect_failures = [var.operator_namespace]
}

run "kubernetes_api_no_range" {
  command = plan

  variables {
    kubernetes_api_cidrs = ["api"]
  }

  expect_failures = [var.kubernetes_api_cidrs]
}

run "interval_malformed" {
  command = plan

  variables {
    monitoring = { interval = "often" }
  }

  expect_failures = [var.monitoring]
}

run "runbooks_not_https" {
  command = plan

  variables {
    monitoring = { runbook_base_url = "http://example.com" }
  }

  expect_failures = [var.monitoring]
}

run "dashboard_namespace_malformed" {
  command = plan

  variables {
    dashboard = { namespace = "a.b" }
  }

  expect_failures = [var.dashboard]
}
