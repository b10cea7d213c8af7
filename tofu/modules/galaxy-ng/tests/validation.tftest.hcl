# Each run gives wrong values to variables that do not depend on each other, one to a variable. The last runs are of values
# that are wrong together only.
mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  namespace   = "galaxy"
  environment = "dev"
  image       = { repository = "quay.io/ansible/galaxy-ng", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  web_image   = { repository = "quay.io/ansible/galaxy-ui", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }

  database                   = { secret_name = "galaxy-postgres", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" } }
  storage                    = { s3_secret = "galaxy-s3", endpoint = "http://minio.object-store.svc" }
  admin_password_secret_name = "galaxy-admin"

  # So that an Ingress is refused for what is wrong with it alone.
  network_policy = { ingress_namespaces = ["ingress"] }
}

run "refused_01" {
  command = plan

  variables {
    # underscore
    namespace = "a_b"
    # ours
    labels = { "app.kubernetes.io/name" = "mine" }
    # namespace malformed
    dashboard = { enabled = true, namespace = "Grafana" }
    # capitals
    name = "Galaxy"
    # tag in repository
    image = { repository = "docker.io/x/y:1.0", tag = "1.0" }
    # tag in repository
    web_image = { repository = "docker.io/x/y:1.0", tag = "1.0" }
    # unknown
    exposure = { mode = "public", host = "a.example.com" }
    # selects everything
    database = { secret_name = "s", namespace = "packages", pod_selector = {} }
    # type unknown
    storage = { type = "Azure" }
    # size malformed
    redis = { size = "20" }
    # malformed
    admin_password_secret_name = "Admin!"
    # malformed
    remote_cidrs = ["all"]
    # no file
    operator_manifest = { file = "tests/none.yaml", sha256 = "136f8d69b97713c4df96c982a124d79bf8363f026673b42fe64f9ffc25e64732" }
    # none
    api = { replicas = 0 }
    # none
    content = { replicas = 0 }
    # none
    worker = { replicas = 0 }
    # none
    web = { replicas = 0 }
  }

  expect_failures = [
    var.namespace,
    var.labels,
    var.dashboard,
    var.name,
    var.image,
    var.web_image,
    var.exposure,
    var.database,
    var.storage,
    var.redis,
    var.admin_password_secret_name,
    var.remote_cidrs,
    var.operator_manifest,
    var.api,
    var.content,
    var.worker,
    var.web,
  ]
}

run "refused_02" {
  command = plan

  variables {
    # no version
    image = { repository = "docker.io/x/y" }
    # no version
    web_image = { repository = "docker.io/x/y" }
    # no host
    exposure = { mode = "gateway", gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
    # port
    database = { secret_name = "s", namespace = "packages", pod_selector = { a = "b" }, port = 0 }
    # no secret
    storage = { endpoint = "http://minio.object-store.svc" }
    # cpu malformed
    redis = { cpu = "much" }
    # a file, not a name
    signing = { secret_name = "signing_service.gpg", scripts_config_map = "scripts" }
    # no range
    kubernetes_api_cidrs = ["10.0.0.1"]
    # sha256 malformed
    operator_manifest = { file = "tests/testdata/operator.yaml", sha256 = "12" }
    # memory malformed
    api = { memory = "1" }
    # memory malformed
    content = { memory = "1" }
    # memory malformed
    worker = { memory = "1" }
    # memory malformed
    web = { memory = "1" }
  }

  expect_failures = [
    var.image,
    var.web_image,
    var.exposure,
    var.database,
    var.storage,
    var.redis,
    var.kubernetes_api_cidrs,
    var.signing,
    var.operator_manifest,
    var.api,
    var.content,
    var.worker,
    var.web,
  ]
}

run "refused_03" {
  command = plan

  variables {
    # latest
    image = { repository = "docker.io/x/y", tag = "latest" }
    # latest
    web_image = { repository = "docker.io/x/y", tag = "latest" }
    # gateway without its mode
    exposure = { gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
    # class not named
    storage = { type = "File" }
  }

  expect_failures = [
    var.image,
    var.web_image,
    var.exposure,
    var.storage,
  ]
}

run "refused_04" {
  command = plan

  variables {
    # digest malformed
    image = { repository = "docker.io/x/y", digest = "sha256:12" }
    # digest malformed
    web_image = { repository = "docker.io/x/y", digest = "sha256:12" }
    # no ingress
    exposure = { mode = "ingress", host = "a.example.com", tls = { secret_name = "tls" } }
    # endpoint without scheme
    storage = { s3_secret = "s", endpoint = "minio", cidrs = ["0.0.0.0/0"] }
  }

  expect_failures = [
    var.image,
    var.web_image,
    var.exposure,
    var.storage,
  ]
}

run "refused_05" {
  command = plan

  variables {
    # ingress without certificate
    exposure = { mode = "ingress", host = "a.example.com", ingress = { class_name = "x" } }
    # cidrs malformed
    storage = { s3_secret = "s", cidrs = ["all"] }
  }

  expect_failures = [
    var.exposure,
    var.storage,
  ]
}

run "refused_06" {
  command = plan

  variables {
    # gateway without listener
    exposure = { mode = "gateway", host = "a.example.com", gateway = { name = "gw", namespace = "gateway" } }
    # no cidrs
    storage = { s3_secret = "s" }
  }

  expect_failures = [
    var.exposure,
    var.storage,
  ]
}

run "refused_07" {
  command = plan

  variables {
    # certificate of a gateway
    exposure = { mode = "gateway", host = "a.example.com", tls = { secret_name = "tls" }, gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
    # size malformed
    storage = { type = "File", storage_class = "c", size = "50" }
  }

  expect_failures = [
    var.exposure,
    var.storage,
  ]
}

run "refused_08" {
  command = plan

  variables {
    # issuer unknown
    exposure = { mode = "ingress", host = "a.example.com", tls = { secret_name = "tls", issuer_kind = "Authority" }, ingress = { class_name = "x" } }
  }

  expect_failures = [
    var.exposure,
  ]
}

run "refused_09" {
  command = plan

  variables {
    # class twice
    exposure = { mode = "ingress", host = "a.example.com", tls = { secret_name = "tls" }, ingress = { class_name = "x", annotations = { "kubernetes.io/ingress.class" = "x" } } }
  }

  expect_failures = [
    var.exposure,
  ]
}

run "environment_unknown" {
  command = plan

  variables {
    environment = "production"
  }

  expect_failures = [var.environment]
}

run "mode_unknown" {
  command = plan

  variables {
    mode = "hub"
  }

  expect_failures = [var.mode]
}

run "digest_missing_in_prod" {
  command = plan

  variables {
    environment                      = "prod"
    db_fields_encryption_secret_name = "k"
    image                            = { repository = "quay.io/ansible/galaxy-ng", tag = "4.10.1" }
  }

  expect_failures = [var.image]
}

run "web_digest_missing_in_prod" {
  command = plan

  variables {
    environment                      = "prod"
    db_fields_encryption_secret_name = "k"
    web_image                        = { repository = "quay.io/ansible/galaxy-ui", tag = "4.10.1" }
  }

  expect_failures = [var.web_image]
}

run "fields_key_missing_in_prod" {
  command = plan

  variables {
    environment = "prod"
  }

  expect_failures = [var.db_fields_encryption_secret_name]
}

run "ingress_from_nowhere" {
  command = plan

  variables {
    network_policy = {}
    exposure       = { mode = "ingress", host = "a.example.com", tls = { secret_name = "tls" }, ingress = { class_name = "x" } }
  }

  expect_failures = [var.exposure]
}

run "network_policy_namespace" {
  command = plan

  variables {
    network_policy = { ingress_namespaces = ["A B"] }
  }

  expect_failures = [var.network_policy]
}

run "network_policy_ports" {
  command = plan

  variables {
    network_policy = { extra_egress_cidrs = [{ cidr = "10.0.0.0/8", ports = [] }] }
  }

  expect_failures = [var.network_policy]
}

run "monitoring_interval" {
  command = plan

  variables {
    monitoring = { interval = "often" }
  }

  expect_failures = [var.monitoring]
}

run "monitoring_address" {
  command = plan

  variables {
    monitoring = { runbook_base_url = "https://example.com/" }
  }

  expect_failures = [var.monitoring]
}

run "probe_malformed" {
  command = plan

  variables {
    probe = { prober_url = "http://blackbox:9115" }
  }

  expect_failures = [var.probe]
}

run "probe_without_monitoring" {
  command = plan

  variables {
    probe      = { prober_url = "blackbox.monitoring.svc:9115" }
    monitoring = { enabled = false }
  }

  expect_failures = [var.probe]
}
