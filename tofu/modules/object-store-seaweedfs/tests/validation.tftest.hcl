# Each run called refused gives wrong values to variables that do not depend on each other, one to a variable.
mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}
mock_provider "random" {}

variables {
  namespace   = "object-store"
  environment = "dev"
  volume      = { servers = 3, size = "600Gi", copies = 2 }
}

run "refused_01" {
  command = plan

  variables {
    # name with capitals
    name = "Sea"
    # namespace with dot
    namespace = "a.b"
    # environment unknown
    environment = "production"
    # labels of ours
    labels = { "app.kubernetes.io/name" = "mine" }
    # chart range
    chart_version = "~4.44"
    # repository without tls
    chart_repository = "http://charts.example.com"
    # filer size malformed
    filer = { size = "10" }
    # cpu malformed
    resources = { requests = { cpu = "half", memory = "1Gi" } }
    # headroom everything
    headroom_ratio = 1
    # revision none
    credentials_revision = 0
    # quota scale none
    quota_scale = 0
    # monitoring namespace malformed
    network_policy = { monitoring_namespace = "a.b" }
    # runbooks not https
    monitoring = { runbook_base_url = "http://example.com" }
    # dashboard namespace malformed
    dashboard = { namespace = "a.b" }
    # buckets none
    buckets = {}
  }

  expect_failures = [
    var.name,
    var.namespace,
    var.environment,
    var.labels,
    var.chart_version,
    var.chart_repository,
    var.filer,
    var.resources,
    var.headroom_ratio,
    var.credentials_revision,
    var.quota_scale,
    var.network_policy,
    var.monitoring,
    var.dashboard,
    var.buckets,
  ]
}

run "refused_02" {
  command = plan

  variables {
    # image with tag in repository
    image = { repository = "a/b:1", tag = "1" }
    # chart old
    chart_version = "3.9.0"
    # two masters
    masters = 2
    # servers none
    volume = { servers = 0, size = "600Gi" }
    # gateways none
    gateways = 0
    # memory malformed
    resources = { requests = { cpu = "1", memory = "1G" } }
    # key with capitals
    buckets = { "X" = { bucket = "x-bucket", quota = "10Gi" } }
  }

  expect_failures = [
    var.image,
    var.chart_version,
    var.masters,
    var.volume,
    var.gateways,
    var.resources,
    var.buckets,
  ]
}

run "refused_03" {
  command = plan

  variables {
    # image without version
    image = { repository = "a/b" }
    # size without unit
    volume = { size = "600" }
    # limit below request
    resources = { requests = { cpu = "1", memory = "2Gi" }, limits = { memory = "1Gi" } }
    # bucket with dot
    buckets = { x = { bucket = "a.b", quota = "1Gi" } }
  }

  expect_failures = [
    var.image,
    var.volume,
    var.resources,
    var.buckets,
  ]
}

run "refused_04" {
  command = plan

  variables {
    # image latest
    image = { repository = "a/b", tag = "latest" }
    # copies many
    volume = { servers = 4, size = "900Gi", copies = 4 }
    # bucket shared
    buckets = { x = { bucket = "same", quota = "1Gi" }, y = { bucket = "same", quota = "1Gi" } }
  }

  expect_failures = [
    var.image,
    var.volume,
    var.buckets,
  ]
}

run "refused_05" {
  command = plan

  variables {
    # image digest malformed
    image = { repository = "a/b", digest = "sha256:1" }
    # more copies than servers
    volume = { servers = 1, size = "1800Gi", copies = 2 }
    # quota none
    buckets = { x = { bucket = "x-bucket", quota = "0Gi" } }
  }

  expect_failures = [
    var.image,
    var.volume,
    var.buckets,
  ]
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

run "image_without_digest_in_prod" {
  command = plan

  variables {
    environment = "prod"
    masters     = 3
    gateways    = 2
  }

  expect_failures = [var.image]
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
