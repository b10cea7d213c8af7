mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {
  mock_data "kubernetes_resources" {
    defaults = { objects = [{}] }
  }
}

variables {
  environment = "dev"
}

run "handed_over" {
  command = plan

  assert {
    condition     = output.platform.priority_classes == { batch = "flywheel-batch", cache = "flywheel-cache", database = "flywheel-database" } && output.platform.namespaces == tolist(["bazel-cache", "packages"])
    error_message = "Got ${jsonencode(output.platform)}."
  }

  assert {
    condition     = output.platform.operators.cnpg.namespace == "cnpg-system" && output.platform.operators.minio == null
    error_message = "Only PostgreSQL's operator unless asked for: got ${jsonencode(output.platform)}."
  }
}

run "databases_go_last" {
  command = plan

  assert {
    condition     = kubernetes_priority_class_v1.this["database"].value > kubernetes_priority_class_v1.this["cache"].value && kubernetes_priority_class_v1.this["cache"].value > kubernetes_priority_class_v1.this["batch"].value
    error_message = "A full node gives up batch first."
  }
}

run "namespaces" {
  command = plan

  assert {
    condition     = toset(keys(module.namespace)) == toset(["bazel-cache", "packages"])
    error_message = "For the stacks that come later."
  }
}

run "namespaces_of_operators" {
  command = plan

  variables {
    operators = { minio = { enabled = true, acknowledge_minio_state = true } }
  }

  assert {
    condition     = toset(keys(module.operator_namespace)) == toset(["cnpg-system", "minio-operator"])
    error_message = "Helm makes no namespace unless it is told to, and network policies and alerts would come before it."
  }
}

run "no_operator_no_namespace" {
  command = plan

  variables {
    operators = { cnpg = { enabled = false } }
    requires  = { cert_manager = false }
  }

  assert {
    condition     = length(module.operator_namespace) == 0
    error_message = "Got ${jsonencode(keys(module.operator_namespace))}."
  }
}
