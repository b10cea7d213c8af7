# Each run called refused gives wrong values to variables that do not depend on each other, one to a variable.
mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

variables {
  namespace   = "attic"
  environment = "dev"
  public_url  = "http://attic.attic.svc/"
  database    = { secret_name = "attic-db-app", namespace = "attic", pod_selector = { "cnpg.io/cluster" = "attic-db" } }
  storage     = { bucket = "attic", endpoint = "http://minio.object-store.svc", credentials_secret = "attic-s3" }
  jwt         = { algorithm = "HS256" }
}

run "refused_01" {
  command = plan

  variables {
    # resources of half a processor in words
    resources = { requests = { cpu = "half", memory = "1Gi" } }
    # network policy namespace with dot
    network_policy = { ingress_namespaces = ["a.b"] }
    # monitoring interval without unit
    monitoring = { interval = "30" }
    # scheduling equal to nothing
    scheduling = { tolerations = [{ key = "a" }] }
    # replicas none
    replicas = { min = 0 }
    # log level unknown
    log_level = "verbose"
    # kubernetes api without mask
    kubernetes_api_cidrs = ["10.0.0.1"]
    # dashboard namespace
    dashboard = { namespace = "Grafana" }
  }

  expect_failures = [
    var.resources,
    var.network_policy,
    var.monitoring,
    var.scheduling,
    var.replicas,
    var.log_level,
    var.kubernetes_api_cidrs,
    var.dashboard,
  ]
}

run "refused_02" {
  command = plan

  variables {
    # resources in decimal units
    resources = { requests = { cpu = "1", memory = "1G" } }
    # No port would mean every port.
    # network policy without ports
    network_policy = { extra_egress_cidrs = [{ cidr = "10.0.0.0/8", ports = [] }] }
    # monitoring runbooks in clear text
    monitoring = { runbook_base_url = "http://runbooks.example.com" }
    # scheduling unknown effect
    scheduling = { tolerations = [{ key = "a", operator = "Exists", effect = "Never" }] }
    # replicas min above max
    replicas = { min = 3, max = 2 }
  }

  expect_failures = [
    var.resources,
    var.network_policy,
    var.monitoring,
    var.scheduling,
    var.replicas,
  ]
}

run "refused_03" {
  command = plan

  variables {
    # resources limit below request
    resources = { requests = { cpu = "1", memory = "2Gi" }, limits = { memory = "1024Mi" } }
    # replicas at full load
    replicas = { cpu_target = 100 }
    # probe with scheme
    probe = { prober_url = "http://blackbox:9115" }
  }

  expect_failures = [
    var.resources,
    var.replicas,
    var.probe,
  ]
}

run "replicas_single_in_prod" {
  command = plan

  variables {
    environment  = "prod"
    jwt          = { existing_secret = "attic-jwt" }
    image        = { repository = "ghcr.io/a/b", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    client_image = { repository = "ghcr.io/a/c", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    replicas     = { min = 1 }
  }

  expect_failures = [var.replicas]
}

# A private cache answers 401.
run "probe_without_public_cache" {
  command = plan

  variables {
    probe  = { prober_url = "blackbox:9115" }
    caches = { main = { retention_days = 1, public = false } }
  }

  expect_failures = [var.probe]
}

run "probe_without_prometheus" {
  command = plan

  variables {
    probe      = { prober_url = "blackbox:9115" }
    monitoring = { enabled = false }
  }

  expect_failures = [var.probe]
}
