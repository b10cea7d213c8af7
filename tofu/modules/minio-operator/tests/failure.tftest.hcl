mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}

variables {
  environment                  = "dev"
  accept_unmaintained_operator = true
}

run "in_prod_it_stays" {
  command = plan

  variables {
    environment   = "prod"
    image         = { repository = "a/b", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    sidecar_image = { repository = "a/b", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  }

  assert {
    condition     = output.protected
    error_message = "Tenants go with it."
  }
}

run "in_dev_it_may_go" {
  command = plan

  assert {
    condition     = !output.protected
    error_message = "Nothing is protected that nobody asked for."
  }
}

run "protection_can_be_lifted" {
  command = plan

  variables {
    environment     = "prod"
    image           = { repository = "a/b", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    sidecar_image   = { repository = "a/b", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    prevent_destroy = false
  }

  assert {
    condition     = !output.protected
    error_message = "By a change of its own."
  }
}

run "one_pod_has_no_budget" {
  command = plan

  variables {
    replicas = 1
  }

  assert {
    condition     = kubernetes_pod_disruption_budget_v1.this == null
    error_message = "It would block every node drain."
  }
}
