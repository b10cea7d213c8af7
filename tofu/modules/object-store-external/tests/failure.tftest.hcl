
variables {
  endpoint = "https://s3.eu-central-1.amazonaws.com"
  cidrs    = ["0.0.0.0/0"]
  buckets = {
    attic       = { bucket = "example-attic", quota = "300Gi", exposed = true, secrets = { attic = "attic-s3" } }
    bazel-cache = { bucket = "example-bazel", quota = "1Ti", expire_days = 30, secrets = { bazel-cache = "bazel-s3" }, credentials_revision = 2 }
  }
}

run "endpoint_with_path" {
  command = plan

  variables {
    endpoint = "https://s3.example.com/bucket"
  }

  expect_failures = [var.endpoint]
}

run "endpoint_in_the_cluster" {
  command = plan

  variables {
    endpoint = "https://minio.object-store.svc"
  }

  expect_failures = [var.endpoint]
}

run "endpoint_in_clear_text" {
  command = plan

  variables {
    endpoint = "http://s3.example.com"
    buckets  = { x = { bucket = "xxx", secrets = { a = "b" } } }
  }

  expect_failures = [var.endpoint]
}

run "public_endpoint_in_clear_text" {
  command = plan

  variables {
    public_endpoint = "http://s3.example.com"
    buckets         = { x = { bucket = "xxx", secrets = { a = "b" } } }
  }

  expect_failures = [var.public_endpoint]
}

run "region_with_blank" {
  command = plan

  variables {
    region = "eu central"
  }

  expect_failures = [var.region]
}

run "no_addresses" {
  command = plan

  variables {
    cidrs = []
  }

  expect_failures = [var.cidrs]
}

run "address_without_mask" {
  command = plan

  variables {
    cidrs = ["203.0.113.1"]
  }

  expect_failures = [var.cidrs]
}

run "key_with_slash" {
  command = plan

  variables {
    credentials_keys = { access_key = "a/b" }
  }

  expect_failures = [var.credentials_keys]
}

run "no_buckets" {
  command = plan

  variables {
    buckets = {}
  }

  expect_failures = [var.buckets]
}

run "bucket_with_capitals" {
  command = plan

  variables {
    buckets = { x = { bucket = "Bucket", secrets = { a = "b" } } }
  }

  expect_failures = [var.buckets]
}

run "one_bucket_for_two" {
  command = plan

  variables {
    buckets = { x = { bucket = "same", secrets = { a = "b" } }, y = { bucket = "same", secrets = { a = "b" } } }
  }

  expect_failures = [var.buckets]
}

run "quota_without_unit" {
  command = plan

  variables {
    buckets = { x = { bucket = "xxx", quota = "300", secrets = { a = "b" } } }
  }

  expect_failures = [var.buckets]
}

run "attic_expires" {
  command = plan

  variables {
    buckets = { attic = { bucket = "attic", expire_days = 30, secrets = { attic = "b" } } }
  }

  expect_failures = [var.buckets]
}

run "nexus_expires" {
  command = plan

  variables {
    buckets = { nexus = { bucket = "nexus", expire_days = 30, secrets = { packages = "b" } } }
  }

  expect_failures = [var.buckets]
}

run "pulp_expires" {
  command = plan

  variables {
    buckets = { pulp = { bucket = "pulp", expire_days = 30, secrets = { packages = "b" } } }
  }

  expect_failures = [var.buckets]
}

run "backups_expire" {
  command = plan

  variables {
    buckets = { pg-backup = { bucket = "pg-backup", expire_days = 30, secrets = { attic = "b" } } }
  }

  expect_failures = [var.buckets]
}

run "expiry_of_half_a_day" {
  command = plan

  variables {
    buckets = { x = { bucket = "xxx", expire_days = 0.5, secrets = { a = "b" } } }
  }

  expect_failures = [var.buckets]
}

run "no_secret" {
  command = plan

  variables {
    buckets = { x = { bucket = "xxx", secrets = {} } }
  }

  expect_failures = [var.buckets]
}

run "key_in_place_of_a_secret" {
  command = plan

  variables {
    buckets = { x = { bucket = "xxx", secrets = { a = "AKIAIOSFODNN7EXAMPLE" } } }
  }

  expect_failures = [var.buckets]
}

run "revision_zero" {
  command = plan

  variables {
    buckets = { x = { bucket = "xxx", secrets = { a = "b" }, credentials_revision = 0 } }
  }

  expect_failures = [var.buckets]
}

run "exposed_in_clear_text" {
  command = plan

  variables {
    endpoint        = "http://ceph.example.com"
    allow_plaintext = true
  }

  expect_failures = [var.buckets]
}

run "capacity_of_nothing" {
  command = plan

  variables {
    capacity_gib = 0
  }

  expect_failures = [var.capacity_gib]
}

run "quotas_above_the_capacity" {
  command = plan

  variables {
    capacity_gib = 1000
  }

  expect_failures = [output.object_store]
}
