mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}
mock_provider "random" {}

variables {
  namespace   = "object-store"
  environment = "dev"
  volume      = { servers = 3, size = "600Gi", copies = 2 }
}

run "name_with_capitals" {
  command = plan

  variables {
    name = "Sea"
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
    image = { repository = "a/b:1", tag = "1" }
  }

  expect_failures = [var.image]
}

run "image_without_version" {
  command = plan

  variables {
    image = { repository = "a/b" }
  }

  expect_failures = [var.image]
}

run "image_latest" {
  command = plan

  variables {
    image = { repository = "a/b", tag = "latest" }
  }

  expect_failures = [var.image]
}

run "image_digest_malformed" {
  command = plan

  variables {
    image = { repository = "a/b", digest = "sha256:1" }
  }

  expect_failures = [var.image]
}

run "image_without_digest_in_prod" {
  command = plan

  variables {
    environment = "prod"
    masters     = 3
    gateways    = 2
  }

  expect_failures = [var.image]
}

run "chart_range" {
  command = plan

  variables {
    chart_version = "~4.44"
  }

  expect_failures = [var.chart_version]
}

run "chart_old" {
  command = plan

  variables {
    chart_version = "3.9.0"
  }

  expect_failures = [var.chart_version]
}

run "repository_without_tls" {
  command = plan

  variables {
    chart_repository = "http://charts.example.com"
  }

  expect_failures = [var.chart_repository]
}

run "two_masters" {
  command = plan

  variables {
    masters = 2
  }

  expect_failures = [var.masters]
}

run "one_master_in_prod" {
  command = plan

  variables {
    environment = "prod"
    image       = { repository = "a/b", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    masters     = 1
    gateways    = 2

  }

  expect_failures = [var.masters]
}

run "servers_none" {
  command = plan

  variables {
    volume = { servers = 0, size = "600Gi" }
  }

  expect_failures = [var.volume]
}

run "size_without_unit" {
  command = plan

  variables {
    volume = { size = "600" }
  }

  expect_failures = [var.volume]
}

run "copies_many" {
  command = plan

  variables {
    volume = { servers = 4, size = "900Gi", copies = 4 }
  }

  expect_failures = [var.volume]
}

run "one_copy_in_prod" {
  command = plan

  variables {
    environment = "prod"
    image       = { repository = "a/b", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    masters     = 3
    gateways    = 2
    volume      = { servers = 3, size = "600Gi" }
  }

  expect_failures = [var.volume]
}

run "more_copies_than_servers" {
  command = plan

  variables {
    volume = { servers = 1, size = "1800Gi", copies = 2 }
  }

  expect_failures = [var.volume]
}

run "filer_size_malformed" {
  command = plan

  variables {
    filer = { size = "10" }
  }

  expect_failures = [var.filer]
}

run "gateways_none" {
  command = plan

  variables {
    gateways = 0
  }

  expect_failures = [var.gateways]
}

run "one_gateway_in_prod" {
  command = plan

  variables {
    environment = "prod"
    image       = { repository = "a/b", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    masters     = 3
    gateways    = 1

  }

  expect_failures = [var.gateways]
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

run "headroom_everything" {
  command = plan

  variables {
    headroom_ratio = 1
  }

  expect_failures = [var.headroom_ratio]
}

run "revision_none" {
  command = plan

  variables {
    credentials_revision = 0
  }

  expect_failures = [var.credentials_revision]
}

run "quota_scale_none" {
  command = plan

  variables {
    quota_scale = 0
  }

  expect_failures = [var.quota_scale]
}

run "monitoring_namespace_malformed" {
  command = plan

  variables {
    network_policy = { monitoring_namespace = "a.b" }
  }

  expect_failures = [var.network_policy]
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

run "buckets_none" {
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

run "bucket_with_dot" {
  command = plan

  variables {
    buckets = { x = { bucket = "a.b", quota = "1Gi" } }
  }

  expect_failures = [var.buckets]
}

run "bucket_shared" {
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

run "blobs_expire" {
  command = plan

  variables {
    buckets = { x = { bucket = "x-bucket", quota = "10Gi", expire_days = 90 } }
  }

  expect_failures = [var.buckets]
}

run "expiry_beyond_a_byte" {
  command = plan

  variables {
    buckets = { x = { bucket = "x-bucket", quota = "10Gi", purpose = "cache", expire_days = 256 } }
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
