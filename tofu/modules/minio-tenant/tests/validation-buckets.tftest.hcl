mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

variables {
  namespace               = "object-store"
  environment             = "dev"
  acknowledge_minio_state = true
  image                   = { repository = "docker.io/pgsty/silo", tag = "RELEASE.2026-08-06T00-00-00Z" }
  client_image            = { repository = "quay.io/minio/mc", tag = "RELEASE.2025-08-13T08-35-41Z" }
  pool                    = { servers = 4, volumes_per_server = 4, volume_size = "67Gi" }
}

run "none" {
  command = plan

  variables {
    buckets = {}
  }

  expect_failures = [var.buckets]
}

run "key_with_capitals" {
  command = plan

  variables {
    buckets = { "X" = { bucket = "x-bucket", quota = "10Gi" } }
  }

  expect_failures = [var.buckets]
}

run "name_with_dot" {
  command = plan

  variables {
    buckets = { x = { bucket = "a.b", quota = "1Gi" } }
  }

  expect_failures = [var.buckets]
}

run "name_of_the_administrator" {
  command = plan

  variables {
    buckets = { x = { bucket = "root", quota = "1Gi" } }
  }

  expect_failures = [var.buckets]
}

run "shared" {
  command = plan

  variables {
    buckets = { x = { bucket = "same", quota = "1Gi" }, y = { bucket = "same", quota = "1Gi" } }
  }

  expect_failures = [var.buckets]
}

run "quota_none" {
  command = plan

  variables {
    buckets = { x = { bucket = "x-bucket", quota = "0Gi" } }
  }

  expect_failures = [var.buckets]
}

run "quota_below_a_gib" {
  command = plan

  variables {
    buckets = { x = { bucket = "x-bucket", quota = "512Mi" } }
  }

  expect_failures = [var.buckets]
}

run "purpose_unknown" {
  command = plan

  variables {
    buckets = { x = { bucket = "x-bucket", quota = "10Gi", purpose = "tmp" } }
  }

  expect_failures = [var.buckets]
}

run "attic_expires" {
  command = plan

  variables {
    buckets = { attic = { bucket = "x-bucket", quota = "10Gi", purpose = "attic", expire_days = 90 } }
  }

  expect_failures = [var.buckets]
}

run "attic_expires_as_a_cache" {
  command = plan

  variables {
    buckets = { attic = { bucket = "x-bucket", quota = "10Gi", purpose = "cache", expire_days = 90 } }
  }

  expect_failures = [var.buckets]
}

run "backups_expire" {
  command = plan

  variables {
    buckets = { pg-backup = { bucket = "x-bucket", quota = "10Gi", purpose = "backup", expire_days = 90 } }
  }

  expect_failures = [var.buckets]
}

run "backups_expire_as_a_cache" {
  command = plan

  variables {
    buckets = { pg-backup = { bucket = "x-bucket", quota = "10Gi", purpose = "cache", expire_days = 90 } }
  }

  expect_failures = [var.buckets]
}

run "blobs_expire" {
  command = plan

  variables {
    buckets = { x = { bucket = "x-bucket", quota = "10Gi", expire_days = 90 } }
  }

  expect_failures = [var.buckets]
}

run "expiry_at_once" {
  command = plan

  variables {
    buckets = { x = { bucket = "x-bucket", quota = "10Gi", purpose = "cache", expire_days = 0 } }
  }

  expect_failures = [var.buckets]
}

run "lock_without_versions" {
  command = plan

  variables {
    buckets = { x = { bucket = "x-bucket", quota = "10Gi", object_lock = true } }
  }

  expect_failures = [var.buckets]
}

run "access_unknown" {
  command = plan

  variables {
    buckets = { x = { bucket = "x-bucket", quota = "10Gi", access = "admin" } }
  }

  expect_failures = [var.buckets]
}

run "target_malformed" {
  command = plan

  variables {
    buckets = { x = { bucket = "x-bucket", quota = "10Gi", secret_targets = [{ namespace = "A", name = "x" }] } }
  }

  expect_failures = [var.buckets]
}

run "target_twice_in_a_namespace" {
  command = plan

  variables {
    buckets = { x = { bucket = "x-bucket", quota = "10Gi", secret_targets = [{ namespace = "a", name = "x" }, { namespace = "a", name = "y" }] } }
  }

  expect_failures = [var.buckets]
}

run "target_of_two_buckets" {
  command = plan

  variables {
    buckets = { x = { bucket = "x-bucket", quota = "1Gi", secret_targets = [{ namespace = "a", name = "s" }] }, y = { bucket = "y-bucket", quota = "1Gi", secret_targets = [{ namespace = "a", name = "s" }] } }
  }

  expect_failures = [var.buckets]
}

run "revision_none" {
  command = plan

  variables {
    buckets = { x = { bucket = "x-bucket", quota = "10Gi", credentials_revision = 0 } }
  }

  expect_failures = [var.buckets]
}
