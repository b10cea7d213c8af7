# Each run gives wrong values to variables that do not depend on each other, one to a variable. The last runs are of values
# that are wrong together only.
mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  namespace   = "packages"
  environment = "dev"
  accept_eula = true

  database  = { host = "packages-db-rw.packages.svc", name = "nexus", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" }, secret_name = "nexus-db", ca_secret = "packages-db-ca" }
  blobstore = { bucket = "nexus-blobs", endpoint = "http://minio.object-store.svc:80", credentials_secret = "nexus-s3" }

  admin_secret_name          = "nexus-admin"
  encryption_key_secret_name = "nexus-encryption"
  metrics_secret_name        = "nexus-metrics"

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
    name = "Nexus"
    # tag in repository
    image = { repository = "docker.io/x/y:1.0", tag = "1.0" }
    # tag in repository
    client_image = { repository = "docker.io/x/y:1.0", tag = "1.0" }
    # unknown
    exposure = { mode = "public", host = "a.example.com" }
    # host is an address
    database = { host = "postgres://db", name = "nexus", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" }, secret_name = "nexus-db" }
    # bucket malformed
    blobstore = { bucket = "Nexus", cidrs = ["0.0.0.0/0"] }
    # size malformed
    data_volume = { size = "50" }
    # heap too small
    jvm = { heap_mib = 100 }
    # malformed
    admin_secret_name = "Admin!"
    # malformed
    encryption_key_secret_name = "Keys!"
    # none
    proxy_cidrs = []
    # name malformed
    repositories = { A = { format = "yum", type = "hosted" } }
  }

  expect_failures = [
    var.namespace,
    var.labels,
    var.scheduling,
    var.dashboard,
    var.resources,
    var.name,
    var.image,
    var.client_image,
    var.exposure,
    var.database,
    var.blobstore,
    var.data_volume,
    var.jvm,
    var.admin_secret_name,
    var.encryption_key_secret_name,
    var.proxy_cidrs,
    var.repositories,
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
    # no version
    client_image = { repository = "docker.io/x/y" }
    # no host
    exposure = { mode = "gateway", gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
    # name breaks the address
    database = { host = "packages-db-rw.packages.svc", name = "a?b=c", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" }, secret_name = "nexus-db" }
    # endpoint without scheme
    blobstore = { bucket = "nexus", endpoint = "minio", cidrs = ["0.0.0.0/0"] }
    # format unknown
    repositories = { a = { format = "deb", type = "hosted" } }
  }

  expect_failures = [
    var.scheduling,
    var.resources,
    var.image,
    var.client_image,
    var.exposure,
    var.database,
    var.blobstore,
    var.repositories,
  ]
}

run "refused_03" {
  command = plan

  variables {
    # limit below request
    resources = { requests = { cpu = "1", memory = "2Gi" }, limits = { memory = "1Gi" } }
    # latest
    image = { repository = "docker.io/x/y", tag = "latest" }
    # latest
    client_image = { repository = "docker.io/x/y", tag = "latest" }
    # gateway without its mode
    exposure = { gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
    # selects everything
    database = { host = "packages-db-rw.packages.svc", name = "nexus", namespace = "packages", pod_selector = {}, secret_name = "nexus-db" }
    # cidrs malformed
    blobstore = { bucket = "nexus", cidrs = ["all"] }
    # proxy of nothing
    repositories = { a = { format = "npm", type = "proxy" } }
  }

  expect_failures = [
    var.resources,
    var.image,
    var.client_image,
    var.exposure,
    var.database,
    var.blobstore,
    var.repositories,
  ]
}

run "refused_04" {
  command = plan

  variables {
    # digest malformed
    image = { repository = "docker.io/x/y", digest = "sha256:12" }
    # digest malformed
    client_image = { repository = "docker.io/x/y", digest = "sha256:12" }
    # no ingress
    exposure = { mode = "ingress", host = "a.example.com", tls = { secret_name = "tls" } }
    # port
    database = { host = "packages-db-rw.packages.svc", name = "nexus", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" }, secret_name = "nexus-db", port = 0 }
    # no cidrs
    blobstore = { bucket = "nexus" }
    # credentials
    repositories = { a = { format = "npm", type = "proxy", remote_url = "https://me:secret@registry.npmjs.org" } }
  }

  expect_failures = [
    var.image,
    var.client_image,
    var.exposure,
    var.database,
    var.blobstore,
    var.repositories,
  ]
}

run "refused_05" {
  command = plan

  variables {
    # pull policy unknown
    image = { repository = "docker.io/x/y", tag = "1.0", pull_policy = "Sometimes" }
    # pull policy unknown
    client_image = { repository = "docker.io/x/y", tag = "1.0", pull_policy = "Sometimes" }
    # ingress without certificate
    exposure = { mode = "ingress", host = "a.example.com", ingress = { class_name = "x" } }
    # pod port
    blobstore = { bucket = "nexus", cidrs = ["0.0.0.0/0"], pod_port = 70000 }
    # group of nothing
    repositories = { a = { format = "npm", type = "group" } }
  }

  expect_failures = [
    var.image,
    var.client_image,
    var.exposure,
    var.blobstore,
    var.repositories,
  ]
}

run "refused_06" {
  command = plan

  variables {
    # gateway without listener
    exposure = { mode = "gateway", host = "a.example.com", gateway = { name = "gw", namespace = "gateway" } }
    # member unknown
    repositories = { a = { format = "npm", type = "group", members = ["b"] } }
  }

  expect_failures = [
    var.exposure,
    var.repositories,
  ]
}

run "refused_07" {
  command = plan

  variables {
    # certificate of a gateway
    exposure = { mode = "gateway", host = "a.example.com", tls = { secret_name = "tls" }, gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
    # member of another format
    repositories = { a = { format = "npm", type = "group", members = ["b"] }, b = { format = "pypi", type = "hosted" } }
  }

  expect_failures = [
    var.exposure,
    var.repositories,
  ]
}

run "refused_08" {
  command = plan

  variables {
    # issuer unknown
    exposure = { mode = "ingress", host = "a.example.com", tls = { secret_name = "tls", issuer_kind = "Authority" }, ingress = { class_name = "x" } }
    # write policy unknown
    repositories = { a = { format = "npm", type = "hosted", write_policy = "SOMETIMES" } }
  }

  expect_failures = [
    var.exposure,
    var.repositories,
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

run "edition_unknown" {
  command = plan

  variables {
    edition = "enterprise"
  }

  expect_failures = [var.edition]
}

run "pro_without_license" {
  command = plan

  variables {
    edition = "pro"
  }

  expect_failures = [var.license_secret_name]
}

run "community_with_license" {
  command = plan

  variables {
    license_secret_name = "l"
  }

  expect_failures = [var.license_secret_name]
}

run "scraped_by_nobody" {
  command = plan

  variables {
    metrics_secret_name = null
  }

  expect_failures = [var.metrics_secret_name]
}

run "exposed_for_everyone" {
  command = plan

  variables {
    exposure         = { mode = "gateway", host = "svc.dev.example.com", gateway = { name = "public", namespace = "gateway", section_name = "https" } }
    anonymous_access = true
  }

  expect_failures = [var.anonymous_access]
}

run "ingress_from_nowhere" {
  command = plan

  variables {
    network_policy = {}
    exposure       = { mode = "ingress", host = "a.example.com", tls = { secret_name = "tls" }, ingress = { class_name = "x" } }
  }

  expect_failures = [var.exposure]
}

run "digest_missing_in_prod" {
  command = plan

  variables {
    environment  = "prod"
    client_image = { repository = "docker.io/curlimages/curl", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  }

  expect_failures = [var.image]
}

run "client_digest_missing_in_prod" {
  command = plan

  variables {
    environment = "prod"
    image       = { repository = "docker.io/sonatype/nexus3", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  }

  expect_failures = [var.client_image]
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
