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

run "looks_for_what_it_needs" {
  command = plan

  assert {
    condition     = toset(keys(data.kubernetes_resources.crd)) == toset(["certificates.cert-manager.io", "servicemonitors.monitoring.coreos.com", "prometheusrules.monitoring.coreos.com", "gateways.gateway.networking.k8s.io", "grpcroutes.gateway.networking.k8s.io"])
    error_message = "Got ${jsonencode(keys(data.kubernetes_resources.crd))}."
  }

  assert {
    condition     = alltrue([for name, crd in data.kubernetes_resources.crd : crd.kind == "CustomResourceDefinition" && crd.field_selector == "metadata.name=${name}"])
    error_message = "Each by its name."
  }
}

run "does_without" {
  command = plan

  variables {
    requires  = { cert_manager = false, prometheus = false, gateway = false }
    operators = { cnpg = { backup_plugin = false } }
  }

  assert {
    condition     = length(data.kubernetes_resources.crd) == 0
    error_message = "What is not needed is not looked for."
  }
}

run "minio" {
  command = plan

  variables {
    operators = { cnpg = { replicas = 3 }, minio = { enabled = true, acknowledge_minio_state = true, replicas = 2 } }
  }

  assert {
    condition     = module.cnpg_operator.resources.replicas == 3 && module.minio_operator.resources.replicas == 2
    error_message = "Each operator has its own number of pods."
  }

  assert {
    condition     = output.platform.operators.minio.namespace == "minio-operator"
    error_message = "Got ${jsonencode(output.platform)}."
  }
}

run "no_operators" {
  command = plan

  variables {
    operators = { cnpg = { enabled = false } }
  }

  assert {
    condition     = output.platform.operators.cnpg == null && module.cnpg_operator == null
    error_message = "Got ${jsonencode(output.platform)}."
  }
}
