mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

variables {
  namespace   = "attic"
  environment = "dev"
  public_url  = "http://attic.attic.svc/"
  database    = { secret_name = "attic-db-app", namespace = "attic", pod_selector = { "cnpg.io/cluster" = "attic-db" } }
  storage     = { bucket = "attic", endpoint = "http://minio.object-store.svc", credentials_secret = "attic-s3" }
  jwt         = { algorithm = "HS256" }
}

run "caches_none" {
  command = plan

  variables {
    caches = {}
  }

  expect_failures = [var.caches]
}

run "cache_name_with_dot" {
  command = plan

  variables {
    caches = { "a.b" = { retention_days = 1 } }
  }

  expect_failures = [var.caches]
}

run "cache_name_too_long" {
  command = plan

  variables {
    caches = { a12345678901234567890123456789012345678901234567890 = { retention_days = 1 } }
  }

  expect_failures = [var.caches]
}

run "retention_above_31_bits_of_seconds" {
  command = plan

  variables {
    caches = { main = { retention_days = 24856 } }
  }

  expect_failures = [var.caches]
}

run "retention_of_half_a_day" {
  command = plan

  variables {
    caches = { main = { retention_days = 0.5 } }
  }

  expect_failures = [var.caches]
}

run "retention_negative" {
  command = plan

  variables {
    caches = { main = { retention_days = -1 } }
  }

  expect_failures = [var.caches]
}

run "priority_negative" {
  command = plan

  variables {
    caches = { main = { retention_days = 1, priority = -1 } }
  }

  expect_failures = [var.caches]
}

run "upstream_with_its_key" {
  command = plan

  variables {
    caches = { main = { retention_days = 1, upstream_cache_key_names = ["cache.nixos.org-1:6NCH="] } }
  }

  expect_failures = [var.caches]
}

run "signing_key_in_place_of_a_secret" {
  command = plan

  variables {
    caches = { main = { retention_days = 1, signing_key_secret = "main-1:c2VjcmV0" } }
  }

  expect_failures = [var.caches]
}

run "chunks_min_above_avg" {
  command = plan

  variables {
    chunking = { min_size = 65537 }
  }

  expect_failures = [var.chunking]
}

run "chunks_avg_above_max" {
  command = plan

  variables {
    chunking = { avg_size = 262145 }
  }

  expect_failures = [var.chunking]
}

run "chunks_of_nothing" {
  command = plan

  variables {
    chunking = { min_size = 0 }
  }

  expect_failures = [var.chunking]
}

run "compression_unknown" {
  command = plan

  variables {
    compression = { type = "gzip" }
  }

  expect_failures = [var.compression]
}

run "compression_level_of_another_type" {
  command = plan

  variables {
    compression = { type = "xz", level = 15 }
  }

  expect_failures = [var.compression]
}

# Six is how CloudNativePG writes it: CronJobs refuse it.
run "schedule_of_six_fields" {
  command = plan

  variables {
    garbage_collection = { schedule = "0 17 */12 * * *" }
  }

  expect_failures = [var.garbage_collection]
}

run "schedule_by_name" {
  command = plan

  variables {
    garbage_collection = { schedule = "@daily" }
  }

  expect_failures = [var.garbage_collection]
}

run "default_retention_in_months" {
  command = plan

  variables {
    garbage_collection = { default_retention = "6 months" }
  }

  expect_failures = [var.garbage_collection]
}

run "default_retention_above_31_bits_of_seconds" {
  command = plan

  variables {
    garbage_collection = { default_retention = "24856 days" }
  }

  expect_failures = [var.garbage_collection]
}

run "stale_at_once" {
  command = plan

  variables {
    garbage_collection = { alert_after_hours = 0 }
  }

  expect_failures = [var.garbage_collection]
}
