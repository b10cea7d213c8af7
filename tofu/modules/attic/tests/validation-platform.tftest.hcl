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

run "resources_of_half_a_processor_in_words" {
  command = plan

  variables {
    resources = { requests = { cpu = "half", memory = "1Gi" } }
  }

  expect_failures = [var.resources]
}

run "resources_in_decimal_units" {
  command = plan

  variables {
    resources = { requests = { cpu = "1", memory = "1G" } }
  }

  expect_failures = [var.resources]
}

run "resources_limit_below_request" {
  command = plan

  variables {
    resources = { requests = { cpu = "1", memory = "2Gi" }, limits = { memory = "1024Mi" } }
  }

  expect_failures = [var.resources]
}

run "network_policy_namespace_with_dot" {
  command = plan

  variables {
    network_policy = { ingress_namespaces = ["a.b"] }
  }

  expect_failures = [var.network_policy]
}

# No port would mean every port.
run "network_policy_without_ports" {
  command = plan

  variables {
    network_policy = { extra_egress_cidrs = [{ cidr = "10.0.0.0/8", ports = [] }] }
  }

  expect_failures = [var.network_policy]
}

run "monitoring_interval_without_unit" {
  command = plan

  variables {
    monitoring = { interval = "30" }
  }

  expect_failures = [var.monitoring]
}

run "monitoring_runbooks_in_clear_text" {
  command = plan

  variables {
    monitoring = { runbook_base_url = "http://runbooks.example.com" }
  }

  expect_failures = [var.monitoring]
}

run "scheduling_equal_to_nothing" {
  command = plan

  variables {
    scheduling = { tolerations = [{ key = "a" }] }
  }

  expect_failures = [var.scheduling]
}

run "scheduling_unknown_effect" {
  command = plan

  variables {
    scheduling = { tolerations = [{ key = "a", operator = "Exists", effect = "Never" }] }
  }

  expect_failures = [var.scheduling]
}

run "replicas_none" {
  command = plan

  variables {
    replicas = { min = 0 }
  }

  expect_failures = [var.replicas]
}

run "replicas_min_above_max" {
  command = plan

  variables {
    replicas = { min = 3, max = 2 }
  }

  expect_failures = [var.replicas]
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

run "replicas_at_full_load" {
  command = plan

  variables {
    replicas = { cpu_target = 100 }
  }

  expect_failures = [var.replicas]
}

run "log_level_unknown" {
  command = plan

  variables {
    log_level = "verbose"
  }

  expect_failures = [var.log_level]
}

run "kubernetes_api_without_mask" {
  command = plan

  variables {
    kubernetes_api_cidrs = ["10.0.0.1"]
  }

  expect_failures = [var.kubernetes_api_cidrs]
}

run "probe_with_scheme" {
  command = plan

  variables {
    probe = { prober_url = "http://blackbox:9115" }
  }

  expect_failures = [var.probe]
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

run "dashboard_namespace" {
  command = plan

  variables {
    dashboard = { namespace = "Grafana" }
  }

  expect_failures = [var.dashboard]
}
