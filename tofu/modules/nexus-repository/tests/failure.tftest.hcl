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
}

run "agreement_not_accepted" {
  command = plan

  variables {
    accept_eula = false
  }

  expect_failures = [kubernetes_stateful_set_v1.this]
}

run "memory_too_small" {
  command = plan

  variables {
    resources = { requests = { cpu = "2", memory = "5Gi" } }
  }

  expect_failures = [kubernetes_stateful_set_v1.this]
}

run "migrations_have_half_an_hour" {
  command = plan

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].startup_probe[0].period_seconds * kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].startup_probe[0].failure_threshold >= 1800 && one([for e in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "WAIT_SECONDS"]) == "1800"
    error_message = "The vendor's budget."
  }
}

run "database_away" {
  command = plan

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].startup_probe[0].http_get[0].path == "/service/rest/v1/status" && kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].readiness_probe[0].http_get[0].path == "/service/rest/v1/status/writable" && length(kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].liveness_probe[0].http_get) == 0 && kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].liveness_probe[0].tcp_socket[0].port == "http"
    error_message = "Not ready, and not killed for it."
  }
}

run "services_select_the_pod" {
  command = plan

  assert {
    condition     = alltrue([for s in [kubernetes_service_v1.this, kubernetes_service_v1.headless] : s.spec[0].selector == tomap(kubernetes_stateful_set_v1.this.spec[0].selector[0].match_labels)]) && alltrue([for k, v in kubernetes_stateful_set_v1.this.spec[0].selector[0].match_labels : kubernetes_stateful_set_v1.this.spec[0].template[0].metadata[0].labels[k] == v]) && kubernetes_stateful_set_v1.this.spec[0].service_name == kubernetes_service_v1.headless.metadata[0].name && kubernetes_job_v1.bootstrap.spec[0].template[0].metadata[0].labels["app.kubernetes.io/component"] == "bootstrap"
    error_message = "A Service that selects nothing is a Nexus that is down."
  }
}

run "more_repositories_run_the_job_again" {
  command = plan

  variables {
    repositories = {
      rpm-internal = { format = "yum", type = "hosted", gpg_key_url = "https://rpm.prod.example.com/RPM-GPG-KEY" }
      nuget-hosted = { format = "nuget", type = "hosted" }
      nuget-org    = { format = "nuget", type = "proxy", remote_url = "https://api.nuget.org/v3/index.json" }
      nuget        = { format = "nuget", type = "group", members = ["nuget-hosted", "nuget-org"], nuget_patterns = ["Example.*"] }
      npm-example  = { format = "npm", type = "hosted", npm_scope = "@example" }
      pypi         = { format = "pypi", type = "proxy", remote_url = "https://pypi.org", index = true }
      files        = { format = "raw", type = "hosted", write_policy = "ALLOW" }
    }
  }

  assert {
    condition     = kubernetes_job_v1.bootstrap.metadata[0].name != "nexus-bootstrap-" && length(kubernetes_job_v1.bootstrap.metadata[0].name) == length("nexus-bootstrap-") + 10
    error_message = "It is named after what it does."
  }
}
