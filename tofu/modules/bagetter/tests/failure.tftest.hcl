mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  namespace      = "packages"
  environment    = "dev"
  api_key_secret = { name = "bagetter-api-key" }
}

run "database_away" {
  command = plan

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].readiness_probe[0].http_get[0].path == "/health" && kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].startup_probe[0].http_get[0].path == "/health"
    error_message = "Not ready without its database."
  }

  assert {
    condition     = length(kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].liveness_probe[0].http_get) == 0 && kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].liveness_probe[0].tcp_socket[0].port == "http"
    error_message = "And not killed for that."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].startup_probe[0].period_seconds * kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].startup_probe[0].failure_threshold >= 300
    error_message = "Migrations have five minutes."
  }
}

run "two_pods" {
  command = plan

  variables {
    replicas = 2
    database = { host = "packages-db-rw.packages.svc", name = "bagetter", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" }, secret_name = "bagetter-db", ca_secret = "packages-db-ca" }
    storage  = { access_mode = "ReadWriteMany" }
  }

  assert {
    condition     = kubernetes_pod_disruption_budget_v1.this.spec[0].max_unavailable == "1" && kubernetes_pod_disruption_budget_v1.this.spec[0].selector[0].match_labels == tomap(kubernetes_deployment_v1.this.spec[0].selector[0].match_labels)
    error_message = "One pod at a time may be drained."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].replicas == "2" && kubernetes_deployment_v1.this.spec[0].strategy[0].type == "RollingUpdate"
    error_message = "Both serve."
  }
}

run "services_select_the_pods" {
  command = plan

  assert {
    condition     = kubernetes_service_v1.this.spec[0].selector == tomap(kubernetes_deployment_v1.this.spec[0].selector[0].match_labels) && alltrue([for k, v in kubernetes_deployment_v1.this.spec[0].selector[0].match_labels : kubernetes_deployment_v1.this.spec[0].template[0].metadata[0].labels[k] == v])
    error_message = "A Service that selects nothing is a feed that is down."
  }
}

run "claim_does_not_wait_for_a_pod" {
  command = plan

  assert {
    condition     = kubernetes_persistent_volume_claim_v1.data.wait_until_bound == false
    error_message = "Storage classes that bind late would stop the apply."
  }
}
