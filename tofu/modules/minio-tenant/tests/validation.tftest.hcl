# Each run called refused gives wrong values to variables that do not depend on each other, one to a variable.
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

run "refused_01" {
  command = plan

  variables {
    # name with capitals
    name = "Minio"
    # namespace with dot
    namespace = "a.b"
    # environment unknown
    environment = "production"
    # labels of ours
    labels = { "app.kubernetes.io/name" = "mine" }
    # state not acknowledged
    acknowledge_minio_state = false
    # cpu malformed
    resources = { requests = { cpu = "half", memory = "1Gi" } }
    # headroom everything
    headroom_ratio = 1
    # stale uploads at once
    stale_uploads_hours = 0
    # root revision none
    root_revision = 0
    # tls secret malformed
    tls = { secret_name = "A" }
    # quota scale none
    quota_scale = 0
    # monitoring namespace malformed
    network_policy = { monitoring_namespace = "a.b" }
    # operator namespace malformed
    operator_namespace = "a.b"
    # kubernetes api no range
    kubernetes_api_cidrs = ["api"]
    # interval malformed
    monitoring = { interval = "often" }
    # dashboard namespace malformed
    dashboard = { namespace = "a.b" }
    # toleration without value
    scheduling = { tolerations = [{ key = "x" }] }
  }

  expect_failures = [
    var.name,
    var.namespace,
    var.environment,
    var.labels,
    var.acknowledge_minio_state,
    var.resources,
    var.headroom_ratio,
    var.stale_uploads_hours,
    var.root_revision,
    var.tls,
    var.quota_scale,
    var.network_policy,
    var.operator_namespace,
    var.kubernetes_api_cidrs,
    var.monitoring,
    var.dashboard,
    var.scheduling,
  ]
}

run "refused_02" {
  command = plan

  variables {
    # labels of this project
    labels = { "flywheel.dev/x" = "mine" }
    # image with tag in repository
    image = { repository = "a/b:1", tag = "1" }
    # client image with tag in repository
    client_image = { repository = "a/b:1", tag = "1" }
    # memory malformed
    resources = { requests = { cpu = "1", memory = "1G" } }
    # servers none
    pool = { servers = 0, volume_size = "67Gi" }
    # quota scale above one
    quota_scale = 2
    # client namespace malformed
    network_policy = { ingress_namespaces = ["A"] }
    # runbooks not https
    monitoring = { runbook_base_url = "http://example.com" }
    # toleration effect unknown
    scheduling = { tolerations = [{ key = "x", value = "y", effect = "Never" }] }
  }

  expect_failures = [
    var.labels,
    var.image,
    var.client_image,
    var.resources,
    var.pool,
    var.quota_scale,
    var.network_policy,
    var.monitoring,
    var.scheduling,
  ]
}

run "refused_03" {
  command = plan

  variables {
    # image without version
    image = { repository = "a/b" }
    # client image without version
    client_image = { repository = "a/b" }
    # limit below request
    resources = { requests = { cpu = "1", memory = "2Gi" }, limits = { memory = "1Gi" } }
    # volumes fraction
    pool = { servers = 1, volumes_per_server = 4.5, volume_size = "67Gi" }
  }

  expect_failures = [
    var.image,
    var.client_image,
    var.resources,
    var.pool,
  ]
}

run "refused_04" {
  command = plan

  variables {
    # image latest
    image = { repository = "a/b", tag = "latest" }
    # client image latest
    client_image = { repository = "a/b", tag = "latest" }
    # two volumes
    pool = { servers = 2, volumes_per_server = 1, volume_size = "670Gi" }
  }

  expect_failures = [
    var.image,
    var.client_image,
    var.pool,
  ]
}

run "refused_05" {
  command = plan

  variables {
    # image digest malformed
    image = { repository = "a/b", digest = "sha256:1" }
    # client image digest malformed
    client_image = { repository = "a/b", digest = "sha256:1" }
    # three servers with one volume
    pool = { servers = 3, volumes_per_server = 1, volume_size = "670Gi" }
  }

  expect_failures = [
    var.image,
    var.client_image,
    var.pool,
  ]
}

run "refused_06" {
  command = plan

  variables {
    # image pull policy unknown
    image = { repository = "a/b", tag = "1", pull_policy = "Sometimes" }
    # client image pull policy unknown
    client_image = { repository = "a/b", tag = "1", pull_policy = "Sometimes" }
    # volumes that do not divide
    pool = { servers = 1, volumes_per_server = 17, volume_size = "67Gi" }
  }

  expect_failures = [
    var.image,
    var.client_image,
    var.pool,
  ]
}

run "refused_07" {
  command = plan

  variables {
    # image of docker hub
    image = { repository = "minio/minio", tag = "RELEASE.2025-09-07T16-13-09Z" }
    # client image of docker hub
    client_image = { repository = "minio/minio", tag = "RELEASE.2025-09-07T16-13-09Z" }
    # uneven over servers
    pool = { servers = 17, volumes_per_server = 2, volume_size = "67Gi" }
  }

  expect_failures = [
    var.image,
    var.client_image,
    var.pool,
  ]
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

run "parity_fraction" {
  command = plan

  variables {
    parity = 1.5
  }

  expect_failures = [var.parity]
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

run "parity_of_one_drive" {
  command = plan

  variables {
    pool   = { volume_size = "900Gi" }
    parity = 1
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
