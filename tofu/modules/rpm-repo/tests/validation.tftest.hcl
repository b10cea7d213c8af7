# Each run called refused gives wrong values to variables that do not depend on each other, one to a variable.
# Each run gives wrong values to variables that do not depend on each other, one to a variable. The last runs are of values
# that are wrong together only.
mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  namespace     = "packages"
  environment   = "dev"
  publish_image = { repository = "registry.example.com/rpm-publish", tag = "1" }
  repos         = { internal = { releasever = ["9", "10"], arch = ["x86_64"] } }
  signing       = { gpg_secret = "rpm-signing", key_id = "0123456789ABCDEF0123456789ABCDEF01234567" }

  # So that an Ingress is refused for what is wrong with it alone.
  network_policy = { ingress_namespaces = ["ingress"] }
}

run "refused_01" {
  command = plan

  variables {
    # environment unknown
    environment = "production"
    # replicas none
    replicas = 0
    # network policy namespace
    network_policy = { ingress_namespaces = ["A B"] }
    # monitoring interval
    monitoring = { interval = "often" }
  }

  expect_failures = [
    var.environment,
    var.replicas,
    var.network_policy,
    var.monitoring,
  ]
}

run "refused_02" {
  command = plan

  variables {
    # replicas on one volume
    replicas = 2
    # network policy ports
    network_policy = { extra_egress_cidrs = [{ cidr = "10.0.0.0/8", ports = [] }] }
    # monitoring address
    monitoring = { runbook_base_url = "https://example.com/" }
  }

  expect_failures = [
    var.replicas,
    var.network_policy,
    var.monitoring,
  ]
}

run "probe_malformed" {
  command = plan

  variables {
    probe = { prober_url = "http://blackbox:9115" }
  }

  expect_failures = [var.probe]
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
    name = "RPM"
    # tag in repository
    image = { repository = "docker.io/x/y:1.0", tag = "1.0" }
    # tag in repository
    publish_image = { repository = "docker.io/x/y:1.0", tag = "1.0" }
    # unknown
    exposure = { mode = "public", host = "a.example.com" }
    # cpu malformed
    publish_resources = { requests = { cpu = "1 core", memory = "2Gi" } }
    # none
    repos = {}
    # no key
    signing = { key_id = "0123456789ABCDEF0123456789ABCDEF01234567" }
    # size malformed
    volume = { size = "20" }
    # six fields
    schedule = "0 */15 * * * *"
    # one
    keep_versions = 1
    # malformed
    htpasswd_secret_name = "Readers!"
  }

  expect_failures = [
    var.namespace,
    var.labels,
    var.scheduling,
    var.dashboard,
    var.resources,
    var.name,
    var.image,
    var.publish_image,
    var.exposure,
    var.publish_resources,
    var.repos,
    var.signing,
    var.volume,
    var.schedule,
    var.keep_versions,
    var.htpasswd_secret_name,
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
    publish_image = { repository = "docker.io/x/y" }
    # no host
    exposure = { mode = "gateway", gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
    # memory malformed
    publish_resources = { requests = { cpu = "1", memory = "2048" } }
    # dnf's own
    repos = { main = { releasever = ["10"], arch = ["x86_64"] } }
    # short key id
    signing = { gpg_secret = "a", key_id = "01234567" }
    # access mode unknown
    volume = { access_mode = "ReadOnlyMany" }
  }

  expect_failures = [
    var.scheduling,
    var.resources,
    var.image,
    var.publish_image,
    var.exposure,
    var.publish_resources,
    var.repos,
    var.signing,
    var.volume,
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
    publish_image = { repository = "docker.io/x/y", tag = "latest" }
    # gateway without its mode
    exposure = { gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
    # limit below request
    publish_resources = { requests = { cpu = "1", memory = "2Gi" }, limits = { memory = "1Gi" } }
    # no version
    repos = { a = { releasever = [], arch = ["x86_64"] } }
  }

  expect_failures = [
    var.resources,
    var.image,
    var.publish_image,
    var.exposure,
    var.publish_resources,
    var.repos,
  ]
}

run "refused_04" {
  command = plan

  variables {
    # digest malformed
    image = { repository = "docker.io/x/y", digest = "sha256:12" }
    # digest malformed
    publish_image = { repository = "docker.io/x/y", digest = "sha256:12" }
    # no ingress
    exposure = { mode = "ingress", host = "a.example.com", tls = { secret_name = "tls" } }
    # arch unknown
    repos = { a = { releasever = ["10"], arch = ["noarch"] } }
  }

  expect_failures = [
    var.image,
    var.publish_image,
    var.exposure,
    var.repos,
  ]
}

run "refused_05" {
  command = plan

  variables {
    # pull policy unknown
    image = { repository = "docker.io/x/y", tag = "1.0", pull_policy = "Sometimes" }
    # pull policy unknown
    publish_image = { repository = "docker.io/x/y", tag = "1.0", pull_policy = "Sometimes" }
    # ingress without certificate
    exposure = { mode = "ingress", host = "a.example.com", ingress = { class_name = "x" } }
    # title of two lines
    repos = { a = { releasever = ["10"], arch = ["x86_64"], title = "a\ngpgcheck=0" } }
  }

  expect_failures = [
    var.image,
    var.publish_image,
    var.exposure,
    var.repos,
  ]
}

run "refused_06" {
  command = plan

  variables {
    # gateway without listener
    exposure = { mode = "gateway", host = "a.example.com", gateway = { name = "gw", namespace = "gateway" } }
  }

  expect_failures = [
    var.exposure,
  ]
}

run "refused_07" {
  command = plan

  variables {
    # certificate of a gateway
    exposure = { mode = "gateway", host = "a.example.com", tls = { secret_name = "tls" }, gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
  }

  expect_failures = [
    var.exposure,
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

run "exposed_for_everyone" {
  command = plan

  variables {
    exposure = { mode = "gateway", host = "svc.dev.example.com", gateway = { name = "public", namespace = "gateway", section_name = "https" } }
  }

  expect_failures = [var.allow_anonymous]
}

run "ingress_from_nowhere" {
  command = plan

  variables {
    network_policy  = {}
    exposure        = { mode = "ingress", host = "a.example.com", tls = { secret_name = "tls" }, ingress = { class_name = "x" } }
    allow_anonymous = true
  }

  expect_failures = [var.exposure]
}

run "digest_missing_in_prod" {
  command = plan

  variables {
    environment   = "prod"
    publish_image = { repository = "registry.example.com/rpm-publish", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  }

  expect_failures = [var.image]
}

run "publish_digest_missing_in_prod" {
  command = plan

  variables {
    environment = "prod"
    image       = { repository = "docker.io/nginxinc/nginx-unprivileged", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  }

  expect_failures = [var.publish_image]
}

run "probe_without_monitoring" {
  command = plan

  variables {
    probe      = { prober_url = "blackbox.monitoring.svc:9115" }
    monitoring = { enabled = false }
  }

  expect_failures = [var.probe]
}
