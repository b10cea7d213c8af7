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
