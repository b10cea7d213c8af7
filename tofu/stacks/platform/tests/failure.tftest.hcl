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

run "environment_unknown" {
  command = plan

  variables {
    environment = "production"
  }

  expect_failures = [var.environment]
}

run "minio_without_knowing" {
  command = plan

  variables {
    operators = { minio = { enabled = true } }
  }

  expect_failures = [var.operators]
}

run "one_operator_in_prod" {
  command = plan

  variables {
    environment = "prod"
    operators   = { cnpg = { replicas = 1 } }
  }

  expect_failures = [var.operators]
}

run "no_backups_in_prod" {
  command = plan

  variables {
    environment = "prod"
    operators   = { cnpg = { backup_plugin = false } }
  }

  expect_failures = [var.operators]
}

run "namespace_of_attic" {
  command = plan

  variables {
    namespaces = ["attic"]
  }

  expect_failures = [var.namespaces]
}

run "namespace_with_dot" {
  command = plan

  variables {
    namespaces = ["a.b"]
  }

  expect_failures = [var.namespaces]
}

run "priority_of_something" {
  command = plan

  variables {
    priorities = { everything = 1 }
  }

  expect_failures = [var.priorities]
}

run "priority_of_the_system" {
  command = plan

  variables {
    priorities = { database = 2000000000 }
  }

  expect_failures = [var.priorities]
}

run "plugin_without_certificates" {
  command = plan

  variables {
    requires = { cert_manager = false }
  }

  expect_failures = [var.requires]
}

# An empty list: the CRD is not there.
run "no_cert_manager" {
  command = plan

  override_data {
    target = data.kubernetes_resources.crd
    values = { objects = [] }
  }

  expect_failures = [data.kubernetes_resources.crd]
}

# Of every image: a plan warns.
run "placeholders_planned" {
  command = plan

  variables {
    operators = {
      minio = {
        enabled                 = true
        acknowledge_minio_state = true
        image                   = { repository = "quay.io/minio/operator", tag = "v7.1.1", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
        sidecar_image           = { repository = "quay.io/minio/operator-sidecar", tag = "v7.0.1", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
      }
    }
  }

  assert {
    condition     = length(local.placeholders) == 2
    error_message = "All images were placeholders, ${jsonencode(local.placeholders)} were found."
  }

  expect_failures = [check.images]
}

run "placeholders_applied" {
  variables {
    operators = {
      minio = {
        enabled                 = true
        acknowledge_minio_state = true
        image                   = { repository = "quay.io/minio/operator", tag = "v7.1.1", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
        sidecar_image           = { repository = "quay.io/minio/operator-sidecar", tag = "v7.0.1", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
      }
    }
  }

  expect_failures = [check.images, terraform_data.images]
}
