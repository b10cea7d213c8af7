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

run "name_with_capitals" {
  command = plan

  variables {
    name = "Minio"
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

run "labels_of_this_project" {
  command = plan

  variables {
    labels = { "flywheel.dev/x" = "mine" }
  }

  expect_failures = [var.labels]
}

run "state_not_acknowledged" {
  command = plan

  variables {
    acknowledge_minio_state = false
  }

  expect_failures = [var.acknowledge_minio_state]
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

run "image_pull_policy_unknown" {
  command = plan

  variables {
    image = { repository = "a/b", tag = "1", pull_policy = "Sometimes" }
  }

  expect_failures = [var.image]
}

run "image_of_docker_hub" {
  command = plan

  variables {
    image = { repository = "minio/minio", tag = "RELEASE.2025-09-07T16-13-09Z" }
  }

  expect_failures = [var.image]
}

run "client_image_with_tag_in_repository" {
  command = plan

  variables {
    client_image = { repository = "a/b:1", tag = "1" }
  }

  expect_failures = [var.client_image]
}

run "client_image_without_version" {
  command = plan

  variables {
    client_image = { repository = "a/b" }
  }

  expect_failures = [var.client_image]
}

run "client_image_latest" {
  command = plan

  variables {
    client_image = { repository = "a/b", tag = "latest" }
  }

  expect_failures = [var.client_image]
}

run "client_image_digest_malformed" {
  command = plan

  variables {
    client_image = { repository = "a/b", digest = "sha256:1" }
  }

  expect_failures = [var.client_image]
}

run "client_image_pull_policy_unknown" {
  command = plan

  variables {
    client_image = { repository = "a/b", tag = "1", pull_policy = "Sometimes" }
  }

  expect_failures = [var.client_image]
}

run "client_image_of_docker_hub" {
  command = plan

  variables {
    client_image = { repository = "minio/minio", tag = "RELEASE.2025-09-07T16-13-09Z" }
  }

  expect_failures = [var.client_image]
}

run "image_without_digest_in_prod" {
  command = plan

  variables {
    environment  = "prod"
    client_image = { repository = "quay.io/minio/mc", tag = "x", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  }

  expect_failures = [var.image]
}

run "client_image_without_digest_in_prod" {
  command = plan

  variables {
    environment = "prod"
    image       = { repository = "docker.io/pgsty/silo", tag = "x", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  }

  expect_failures = [var.client_image]
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

run "servers_none" {
  command = plan

  variables {
    pool = { servers = 0, volume_size = "67Gi" }
  }

  expect_failures = [var.pool]
}

run "volumes_fraction" {
  command = plan

  variables {
    pool = { servers = 1, volumes_per_server = 4.5, volume_size = "67Gi" }
  }

  expect_failures = [var.pool]
}

run "one_server_in_prod" {
  command = plan

  variables {
    environment  = "prod"
    image        = { repository = "docker.io/pgsty/silo", tag = "x", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    client_image = { repository = "quay.io/minio/mc", tag = "x", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    pool         = { servers = 1, volumes_per_server = 4, volume_size = "670Gi" }
  }

  expect_failures = [var.pool]
}

run "two_volumes" {
  command = plan

  variables {
    pool = { servers = 2, volumes_per_server = 1, volume_size = "670Gi" }
  }

  expect_failures = [var.pool]
}

run "three_servers_with_one_volume" {
  command = plan

  variables {
    pool = { servers = 3, volumes_per_server = 1, volume_size = "670Gi" }
  }

  expect_failures = [var.pool]
}

run "volumes_that_do_not_divide" {
  command = plan

  variables {
    pool = { servers = 1, volumes_per_server = 17, volume_size = "67Gi" }
  }

  expect_failures = [var.pool]
}

run "uneven_over_servers" {
  command = plan

  variables {
    pool = { servers = 17, volumes_per_server = 2, volume_size = "67Gi" }
  }

  expect_failures = [var.pool]
}

run "volume_without_unit" {
  command = plan

  variables {
    pool = { servers = 4, volumes_per_server = 4, volume_size = "67" }
  }

  expect_failures = [var.pool]
}

run "parity_above_half" {
  command = plan

  variables {
    parity = 9
  }

  expect_failures = [var.parity]
}

run "parity_of_one_drive" {
  command = plan

  variables {
    pool   = { volume_size = "900Gi" }
    parity = 1
  }

  expect_failures = [var.parity]
}

run "parity_fraction" {
  command = plan

  variables {
    parity = 1.5
  }

  expect_failures = [var.parity]
}

run "parity_one_in_prod" {
  command = plan

  variables {
    environment  = "prod"
    image        = { repository = "docker.io/pgsty/silo", tag = "x", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    client_image = { repository = "quay.io/minio/mc", tag = "x", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    parity       = 1
  }

  expect_failures = [var.parity]
}

run "headroom_everything" {
  command = plan

  variables {
    headroom_ratio = 1
  }

  expect_failures = [var.headroom_ratio]
}

run "stale_uploads_at_once" {
  command = plan

  variables {
    stale_uploads_hours = 0
  }

  expect_failures = [var.stale_uploads_hours]
}

run "root_revision_none" {
  command = plan

  variables {
    root_revision = 0
  }

  expect_failures = [var.root_revision]
}

run "tls_secret_malformed" {
  command = plan

  variables {
    tls = { secret_name = "A" }
  }

  expect_failures = [var.tls]
}

run "quota_scale_none" {
  command = plan

  variables {
    quota_scale = 0
  }

  expect_failures = [var.quota_scale]
}

run "quota_scale_above_one" {
  command = plan

  variables {
    quota_scale = 2
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

run "client_namespace_malformed" {
  command = plan

  variables {
    network_policy = { ingress_namespaces = ["A"] }
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
