# Each run called refused gives wrong values to variables that do not depend on each other, one to a variable.
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

run "refused_01" {
  command = plan

  variables {
    # name with capitals
    name = "Attic"
    # namespace with dot
    namespace = "a.b"
    # environment unknown
    environment = "production"
    # labels of ours
    labels = { "app.kubernetes.io/name" = "mine" }
    # database with dash
    database = { name = "attic-db", owner = "attic" }
    # storage without unit
    storage = { size = "20" }
    # parameter malformed
    parameters = { "Shared Buffers" = "1GB" }
    # connections too few
    max_connections = 5
    # cpu malformed
    resources = { requests = { cpu = "half", memory = "1Gi" } }
    # anti affinity unknown
    anti_affinity = "soft"
    # toleration without value
    scheduling = { tolerations = [{ key = "x" }] }
    # client namespace malformed
    clients = [{ namespace = "A", pod_labels = { app = "x" } }]
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
  }

  expect_failures = [
    var.name,
    var.namespace,
    var.environment,
    var.labels,
    var.database,
    var.storage,
    var.parameters,
    var.max_connections,
    var.resources,
    var.anti_affinity,
    var.scheduling,
    var.clients,
    var.network_policy,
    var.operator_namespace,
    var.kubernetes_api_cidrs,
    var.monitoring,
    var.dashboard,
  ]
}

run "refused_02" {
  command = plan

  variables {
    # name too long
    name = "a23456789012345678901234567890123456789012345678901"
    # image with tag in repository
    image = { repository = "ghcr.io/a/b:18", tag = "18" }
    # instances none
    instances = 0
    # database of postgresql
    database = { name = "postgres", owner = "attic" }
    # storage of log malformed
    storage = { size = "20Gi", wal_size = "5G" }
    # parameter ssl
    parameters = { ssl_min_protocol_version = "TLSv1" }
    # memory malformed
    resources = { requests = { cpu = "1", memory = "1G" } }
    # toleration effect unknown
    scheduling = { tolerations = [{ key = "x", value = "y", effect = "Never" }] }
    # client is everyone
    clients = [{ namespace = "attic", pod_labels = {} }]
    # runbooks not https
    monitoring = { runbook_base_url = "http://example.com" }
  }

  expect_failures = [
    var.name,
    var.image,
    var.instances,
    var.database,
    var.storage,
    var.parameters,
    var.resources,
    var.scheduling,
    var.clients,
    var.monitoring,
  ]
}

run "refused_03" {
  command = plan

  variables {
    # image tag without version
    image = { repository = "ghcr.io/a/b", tag = "latest" }
    # instances many
    instances = 10
    # owner of postgresql
    database = { name = "attic", owner = "postgres" }
    # parameter md5
    parameters = { password_encryption = "md5" }
    # limit below request
    resources = { requests = { cpu = "1", memory = "2Gi" }, limits = { memory = "1Gi" } }
  }

  expect_failures = [
    var.image,
    var.instances,
    var.database,
    var.parameters,
    var.resources,
  ]
}

run "refused_04" {
  command = plan

  variables {
    # image of an old version
    image = { repository = "ghcr.io/a/b", tag = "13.1" }
    # extension with sql
    database = { name = "attic", owner = "attic", extensions = ["x\"; DROP"] }
    # parameter archive command
    parameters = { archive_command = "true" }
  }

  expect_failures = [
    var.image,
    var.database,
    var.parameters,
  ]
}

run "refused_05" {
  command = plan

  variables {
    # image digest malformed
    image = { repository = "ghcr.io/a/b", tag = "18.6", digest = "sha256:1" }
    # locale with blank
    database = { name = "attic", owner = "attic", locale = "C UTF-8" }
    # parameter fsync
    parameters = { fsync = "off" }
  }

  expect_failures = [
    var.image,
    var.database,
    var.parameters,
  ]
}

run "refused_06" {
  command = plan

  variables {
    # image pull policy unknown
    image = { repository = "ghcr.io/a/b", tag = "18.6", pull_policy = "Sometimes" }
    # additional database malformed
    additional_databases = ["Nexus"]
    # parameter max connections
    parameters = { max_connections = "500" }
  }

  expect_failures = [
    var.image,
    var.additional_databases,
    var.parameters,
  ]
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

run "image_without_digest_in_prod" {
  command = plan

  variables {
    environment = "prod"
    instances   = 3
  }

  expect_failures = [var.image]
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

run "template0_is_postgresql_s" {
  command = plan

  variables {
    database = { name = "template0", owner = "attic" }
  }

  expect_failures = [var.database]
}

run "template1_is_postgresql_s" {
  command = plan

  variables {
    database = { name = "template1", owner = "attic" }
  }

  expect_failures = [var.database]
}

run "streaming_replica_is_the_operator_s" {
  command = plan

  variables {
    database = { name = "attic", owner = "streaming_replica" }
  }

  expect_failures = [var.database]
}
