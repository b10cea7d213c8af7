# Each run gives wrong values to variables that do not depend on each other, one to a variable. The last runs are of values
# that are wrong together only.
mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  namespace      = "packages"
  environment    = "dev"
  api_key_secret = { name = "bagetter-api-key" }

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
    # toleration without value
    scheduling = { tolerations = [{ key = "dedicated" }] }
    # namespace malformed
    dashboard = { enabled = true, namespace = "Grafana" }
    # cpu malformed
    resources = { requests = { cpu = "1 core", memory = "2Gi" } }
    # capitals
    name = "BaGetter"
    # tag in repository
    image = { repository = "docker.io/x/y:1.0", tag = "1.0" }
    # unknown
    exposure = { mode = "public", host = "a.example.com" }
    # type unknown
    storage = { type = "Azure" }
    # credentials
    mirror = { source = "https://me:secret@nuget.example.com/v3/index.json" }
    # none
    retention = { max_major = 0 }
    # unknown
    allow_overwrite = "true"
    # unknown
    package_deletion = "Delete"
    # fraction
    max_package_gib = 0.5
    # blank
    nuget_source_name = "our feed"
    # star within
    nuget_patterns = ["Ex*.Core"]
    # malformed
    api_key_secret = { name = "API Key" }
  }

  expect_failures = [
    var.namespace,
    var.labels,
    var.scheduling,
    var.dashboard,
    var.resources,
    var.name,
    var.image,
    var.exposure,
    var.storage,
    var.mirror,
    var.retention,
    var.allow_overwrite,
    var.package_deletion,
    var.max_package_gib,
    var.nuget_source_name,
    var.nuget_patterns,
    var.api_key_secret,
  ]
}

run "refused_02" {
  command = plan

  variables {
    # effect unknown
    scheduling = { tolerations = [{ key = "dedicated", value = "x", effect = "Never" }] }
    # memory malformed
    resources = { requests = { cpu = "1", memory = "2048" } }
    # no version
    image = { repository = "docker.io/x/y" }
    # no host
    exposure = { mode = "gateway", gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
    # size malformed
    storage = { size = "20" }
    # no address
    mirror = { enabled = true, cidrs = [] }
  }

  expect_failures = [
    var.scheduling,
    var.resources,
    var.image,
    var.exposure,
    var.storage,
    var.mirror,
  ]
}

run "refused_03" {
  command = plan

  variables {
    # limit below request
    resources = { requests = { cpu = "1", memory = "2Gi" }, limits = { memory = "1Gi" } }
    # latest
    image = { repository = "docker.io/x/y", tag = "latest" }
    # gateway without its mode
    exposure = { gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
    # access mode unknown
    storage = { access_mode = "ReadOnlyMany" }
  }

  expect_failures = [
    var.resources,
    var.image,
    var.exposure,
    var.storage,
  ]
}

run "refused_04" {
  command = plan

  variables {
    # digest malformed
    image = { repository = "docker.io/x/y", digest = "sha256:12" }
    # no ingress
    exposure = { mode = "ingress", host = "a.example.com", tls = { secret_name = "tls" } }
    # bucket of a file system
    storage = { bucket = "nuget" }
  }

  expect_failures = [
    var.image,
    var.exposure,
    var.storage,
  ]
}

run "refused_05" {
  command = plan

  variables {
    # pull policy unknown
    image = { repository = "docker.io/x/y", tag = "1.0", pull_policy = "Sometimes" }
    # ingress without certificate
    exposure = { mode = "ingress", host = "a.example.com", ingress = { class_name = "x" } }
    # no bucket
    storage = { type = "AwsS3", region = "eu-central-1", cidrs = ["0.0.0.0/0"] }
  }

  expect_failures = [
    var.image,
    var.exposure,
    var.storage,
  ]
}

run "refused_06" {
  command = plan

  variables {
    # gateway without listener
    exposure = { mode = "gateway", host = "a.example.com", gateway = { name = "gw", namespace = "gateway" } }
    # region and endpoint
    storage = { type = "AwsS3", bucket = "nuget", region = "eu-central-1", endpoint = "https://10.0.0.1", cidrs = ["0.0.0.0/0"] }
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
    # neither
    storage = { type = "AwsS3", bucket = "nuget", cidrs = ["0.0.0.0/0"] }
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
    # bucket malformed
    storage = { type = "AwsS3", bucket = "NuGet", region = "eu-central-1", cidrs = ["0.0.0.0/0"] }
  }

  expect_failures = [
    var.exposure,
    var.storage,
  ]
}

run "refused_09" {
  command = plan

  variables {
    # class twice
    exposure = { mode = "ingress", host = "a.example.com", tls = { secret_name = "tls" }, ingress = { class_name = "x", annotations = { "kubernetes.io/ingress.class" = "x" } } }
    # endpoint without scheme
    storage = { type = "AwsS3", bucket = "nuget", endpoint = "s3.example.com", virtual_hosted = true, cidrs = ["0.0.0.0/0"] }
  }

  expect_failures = [
    var.exposure,
    var.storage,
  ]
}

run "refused_10" {
  command = plan

  variables {
    # path style
    storage = { type = "AwsS3", bucket = "nuget", endpoint = "http://minio.object-store.svc:80" }
  }

  expect_failures = [
    var.storage,
  ]
}

run "refused_11" {
  command = plan

  variables {
    # cidrs malformed
    storage = { type = "AwsS3", bucket = "nuget", region = "eu-central-1", cidrs = ["everywhere"] }
  }

  expect_failures = [
    var.storage,
  ]
}

run "refused_12" {
  command = plan

  variables {
    # no cidrs
    storage = { type = "AwsS3", bucket = "nuget", region = "eu-central-1" }
  }

  expect_failures = [
    var.storage,
  ]
}

run "refused_13" {
  command = plan

  variables {
    # pod port
    storage = { pod_port = 0 }
  }

  expect_failures = [
    var.storage,
  ]
}

run "environment_unknown" {
  command = plan

  variables {
    environment = "production"
  }

  expect_failures = [var.environment]
}

run "read_credentials_malformed" {
  command = plan

  variables {
    read_credentials_secret_name = "Readers!"
  }

  expect_failures = [var.read_credentials_secret_name]
}

run "exposed_for_everyone" {
  command = plan

  variables {
    exposure = { mode = "gateway", host = "svc.dev.example.com", gateway = { name = "public", namespace = "gateway", section_name = "https" } }
  }

  expect_failures = [var.read_credentials_secret_name]
}

run "ingress_from_nowhere" {
  command = plan

  variables {
    network_policy               = {}
    exposure                     = { mode = "ingress", host = "a.example.com", tls = { secret_name = "tls" }, ingress = { class_name = "x" } }
    read_credentials_secret_name = "readers"
  }

  expect_failures = [var.exposure]
}

run "digest_missing_in_prod" {
  command = plan

  variables {
    environment = "prod"
    database    = { host = "packages-db-rw.packages.svc", name = "bagetter", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" }, secret_name = "bagetter-db", ca_secret = "packages-db-ca" }
  }

  expect_failures = [var.image]
}

run "sqlite_in_prod" {
  command = plan

  variables {
    environment = "prod"
    image       = { repository = "docker.io/bagetter/bagetter", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  }

  expect_failures = [var.database]
}

run "database_host_is_an_address" {
  command = plan

  variables {
    database = { host = "postgres://db", name = "bagetter", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" }, secret_name = "bagetter-db", ca_secret = "packages-db-ca" }
  }

  expect_failures = [var.database]
}

run "database_name_breaks_the_string" {
  command = plan

  variables {
    database = { host = "packages-db-rw.packages.svc", name = "a;Password=b", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" }, secret_name = "bagetter-db", ca_secret = "packages-db-ca" }
  }

  expect_failures = [var.database]
}

run "database_selects_everything" {
  command = plan

  variables {
    database = { host = "packages-db-rw.packages.svc", name = "bagetter", namespace = "packages", pod_selector = {}, secret_name = "bagetter-db", ca_secret = "packages-db-ca" }
  }

  expect_failures = [var.database]
}

run "database_port" {
  command = plan

  variables {
    database = { host = "packages-db-rw.packages.svc", name = "bagetter", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" }, secret_name = "bagetter-db", port = 70000, ca_secret = "packages-db-ca" }
  }

  expect_failures = [var.database]
}

run "replicas_none" {
  command = plan

  variables {
    replicas = 0
  }

  expect_failures = [var.replicas]
}

run "replicas_on_sqlite" {
  command = plan

  variables {
    replicas = 2
    storage  = { access_mode = "ReadWriteMany" }
  }

  expect_failures = [var.replicas]
}

run "replicas_on_one_volume" {
  command = plan

  variables {
    replicas = 2
    database = { host = "packages-db-rw.packages.svc", name = "bagetter", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" }, secret_name = "bagetter-db", ca_secret = "packages-db-ca" }
  }

  expect_failures = [var.replicas]
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
