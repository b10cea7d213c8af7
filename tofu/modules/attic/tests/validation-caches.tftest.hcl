# Each run called refused gives wrong values to variables that do not depend on each other, one to a variable.
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

run "refused_01" {
  command = plan

  variables {
    # caches none
    caches = {}
    # chunks min above avg
    chunking = { min_size = 65537 }
    # compression unknown
    compression = { type = "gzip" }
    # Six is how CloudNativePG writes it: CronJobs refuse it.
    # schedule of six fields
    garbage_collection = { schedule = "0 17 */12 * * *" }
  }

  expect_failures = [
    var.caches,
    var.chunking,
    var.compression,
    var.garbage_collection,
  ]
}

run "refused_02" {
  command = plan

  variables {
    # cache name with dot
    caches = { "a.b" = { retention_days = 1 } }
    # chunks avg above max
    chunking = { avg_size = 262145 }
    # compression level of another type
    compression = { type = "xz", level = 15 }
    # schedule by name
    garbage_collection = { schedule = "@daily" }
  }

  expect_failures = [
    var.caches,
    var.chunking,
    var.compression,
    var.garbage_collection,
  ]
}

run "refused_03" {
  command = plan

  variables {
    # cache name too long
    caches = { a12345678901234567890123456789012345678901234567890 = { retention_days = 1 } }
    # chunks of nothing
    chunking = { min_size = 0 }
    # default retention in months
    garbage_collection = { default_retention = "6 months" }
  }

  expect_failures = [
    var.caches,
    var.chunking,
    var.garbage_collection,
  ]
}

run "refused_04" {
  command = plan

  variables {
    # retention above 31 bits of seconds
    caches = { main = { retention_days = 24856 } }
    # default retention above 31 bits of seconds
    garbage_collection = { default_retention = "24856 days" }
  }

  expect_failures = [
    var.caches,
    var.garbage_collection,
  ]
}

run "refused_05" {
  command = plan

  variables {
    # retention of half a day
    caches = { main = { retention_days = 0.5 } }
    # stale at once
    garbage_collection = { alert_after_hours = 0 }
  }

  expect_failures = [
    var.caches,
    var.garbage_collection,
  ]
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

run "priority_above_31_bits" {
  command = plan

  variables {
    caches = { main = { retention_days = 1, priority = 2147483648 } }
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
