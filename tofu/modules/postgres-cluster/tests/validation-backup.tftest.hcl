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

run "five_field_schedule_is_hourly_in_cnpg" {
  command = plan

  variables {
    backup = { bucket = "pg-backup", endpoint = "http://minio.object-store.svc", credentials_secret = { name = "pg-backup-s3" }, schedule = "0 0 * * *" }
  }

  expect_failures = [var.backup]
}

run "seven_fields" {
  command = plan

  variables {
    backup = { bucket = "pg-backup", endpoint = "http://minio.object-store.svc", credentials_secret = { name = "pg-backup-s3" }, schedule = "0 0 2 * * * 2026" }
  }

  expect_failures = [var.backup]
}

run "no_seconds" {
  command = plan

  variables {
    backup = { bucket = "pg-backup", endpoint = "http://minio.object-store.svc", credentials_secret = { name = "pg-backup-s3" }, schedule = "* 0 2 * * *" }
  }

  expect_failures = [var.backup]
}

run "a_macro" {
  command = plan

  variables {
    backup = { bucket = "pg-backup", endpoint = "http://minio.object-store.svc", credentials_secret = { name = "pg-backup-s3" }, schedule = "@daily" }
  }

  expect_failures = [var.backup]
}

run "off_in_prod" {
  command = plan

  variables {
    environment = "prod"
    image       = { repository = "ghcr.io/cloudnative-pg/postgresql", tag = "18.6-minimal-trixie", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    instances   = 3
    backup      = { enabled = false }
  }

  expect_failures = [var.backup]
}

run "no_bucket" {
  command = plan

  variables {
    backup = { endpoint = "http://minio.object-store.svc", credentials_secret = { name = "x" } }
  }

  expect_failures = [var.backup]
}

run "path_with_slash_at_end" {
  command = plan

  variables {
    backup = { bucket = "pg-backup", endpoint = "http://minio.object-store.svc", credentials_secret = { name = "pg-backup-s3" }, path = "a/" }
  }

  expect_failures = [var.backup]
}

run "endpoint_without_scheme" {
  command = plan

  variables {
    backup = { bucket = "pg-backup", endpoint = "minio.object-store.svc:80", credentials_secret = { name = "x" }, cidrs = ["10.0.0.0/8"] }
  }

  expect_failures = [var.backup]
}

run "endpoint_with_path" {
  command = plan

  variables {
    backup = { bucket = "pg-backup", endpoint = "http://minio.object-store.svc/x", credentials_secret = { name = "x" } }
  }

  expect_failures = [var.backup]
}

run "region_malformed" {
  command = plan

  variables {
    backup = { bucket = "pg-backup", endpoint = "http://minio.object-store.svc", credentials_secret = { name = "pg-backup-s3" }, region = "EU West" }
  }

  expect_failures = [var.backup]
}

run "no_credentials" {
  command = plan

  variables {
    backup = { bucket = "pg-backup", endpoint = "http://minio.object-store.svc" }
  }

  expect_failures = [var.backup]
}

run "server_name_malformed" {
  command = plan

  variables {
    backup = { bucket = "pg-backup", endpoint = "http://minio.object-store.svc", credentials_secret = { name = "pg-backup-s3" }, server_name = "A" }
  }

  expect_failures = [var.backup]
}

run "retention_of_nothing" {
  command = plan

  variables {
    backup = { bucket = "pg-backup", endpoint = "http://minio.object-store.svc", credentials_secret = { name = "pg-backup-s3" }, retention = "0d" }
  }

  expect_failures = [var.backup]
}

run "retention_in_years" {
  command = plan

  variables {
    backup = { bucket = "pg-backup", endpoint = "http://minio.object-store.svc", credentials_secret = { name = "pg-backup-s3" }, retention = "1y" }
  }

  expect_failures = [var.backup]
}

run "age_none" {
  command = plan

  variables {
    backup = { bucket = "pg-backup", endpoint = "http://minio.object-store.svc", credentials_secret = { name = "pg-backup-s3" }, max_age_hours = 0 }
  }

  expect_failures = [var.backup]
}

run "log_compression_unknown" {
  command = plan

  variables {
    backup = { bucket = "pg-backup", endpoint = "http://minio.object-store.svc", credentials_secret = { name = "pg-backup-s3" }, wal_compression = "brotli" }
  }

  expect_failures = [var.backup]
}

run "data_compression_of_the_log" {
  command = plan

  variables {
    backup = { bucket = "pg-backup", endpoint = "http://minio.object-store.svc", credentials_secret = { name = "pg-backup-s3" }, data_compression = "zstd" }
  }

  expect_failures = [var.backup]
}

run "pod_port_none" {
  command = plan

  variables {
    backup = { bucket = "pg-backup", endpoint = "http://minio.object-store.svc", credentials_secret = { name = "pg-backup-s3" }, pod_port = 0 }
  }

  expect_failures = [var.backup]
}

run "no_range" {
  command = plan

  variables {
    backup = { bucket = "pg-backup", endpoint = "http://minio.object-store.svc", credentials_secret = { name = "pg-backup-s3" }, cidrs = ["everyone"] }
  }

  expect_failures = [var.backup]
}

run "host_outside_without_range" {
  command = plan

  variables {
    backup = { bucket = "pg-backup", endpoint = "https://s3.example.com", credentials_secret = { name = "x" } }
  }

  expect_failures = [var.backup]
}

run "aws_without_range" {
  command = plan

  variables {
    backup = { bucket = "pg-backup", credentials_secret = { name = "x" } }
  }

  expect_failures = [var.backup]
}

run "recovery_without_backup" {
  command = plan

  variables {
    backup   = { enabled = false }
    recovery = { source_server = "old" }
  }

  expect_failures = [var.recovery]
}

run "recovery_over_its_own_source" {
  command = plan

  variables {
    recovery = { source_server = "attic-db" }
  }

  expect_failures = [var.recovery]
}

run "recovery_over_its_named_source" {
  command = plan

  variables {
    backup   = { bucket = "pg-backup", endpoint = "http://minio.object-store.svc", credentials_secret = { name = "pg-backup-s3" }, server_name = "attic-2" }
    recovery = { source_server = "attic-2" }
  }

  expect_failures = [var.recovery]
}

run "recovery_to_no_moment" {
  command = plan

  variables {
    recovery = { source_server = "old", target_time = "yesterday" }
  }

  expect_failures = [var.recovery]
}

run "two_instances_are_warned_of" {
  command = plan

  variables {
    instances = 2
  }

  expect_failures = [check.odd_number_of_instances]
}
