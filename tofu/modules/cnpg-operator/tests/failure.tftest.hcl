mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}

variables {
  environment = "dev"
}

run "in_prod_it_stays" {
  command = plan

  variables {
    environment = "prod"
  }

  assert {
    condition     = output.protected
    error_message = "Its kinds of objects go with it, and all databases with them."
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
    condition     = kubernetes_pod_disruption_budget_v1.operator == null
    error_message = "It would block every node drain."
  }
}
