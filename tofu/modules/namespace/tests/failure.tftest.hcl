mock_provider "kubernetes" {}

variables {
  name        = "bazel-cache"
  environment = "dev"
}

run "in_prod_it_stays" {
  command = plan

  variables {
    environment = "prod"
  }

  assert {
    condition     = output.protected
    error_message = "A destroyed namespace takes every volume in it along."
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

run "protection_elsewhere" {
  command = plan

  variables {
    prevent_destroy = true
  }

  assert {
    condition     = output.protected
    error_message = "In dev too, where it is asked for."
  }
}

run "somebody_elses" {
  command = plan

  variables {
    create      = false
    environment = "prod"
  }

  assert {
    condition     = kubernetes_namespace_v1.this == null && !output.protected
    error_message = "It is neither made nor changed."
  }
  assert {
    condition     = kubernetes_network_policy_v1.default_deny.metadata[0].namespace == "bazel-cache" && output.name == "bazel-cache"
    error_message = "What is in it is made all the same."
  }
}

run "policies_can_be_somebody_elses" {
  command = plan

  variables {
    default_deny = false
  }

  assert {
    condition     = kubernetes_network_policy_v1.default_deny == null && kubernetes_network_policy_v1.allow_dns == null
    error_message = "Without default deny an exception would mean nothing."
  }
}

run "no_names" {
  command = plan

  variables {
    allow_dns = false
  }

  assert {
    condition     = kubernetes_network_policy_v1.default_deny != null && kubernetes_network_policy_v1.allow_dns == null
    error_message = "Deny without the exception."
  }
}
