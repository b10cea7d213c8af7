# Each run called refused gives wrong values to variables that do not depend on each other, one to a variable.
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

run "refused_01" {
  command = plan

  variables {
    # environment unknown
    environment = "production"
    # namespace of attic
    namespaces = ["attic"]
    # priority of something
    priorities = { everything = 1 }
  }

  expect_failures = [
    var.environment,
    var.namespaces,
    var.priorities,
  ]
}

run "refused_02" {
  command = plan

  variables {
    # minio without knowing
    operators = { minio = { enabled = true } }
    # namespace with dot
    namespaces = ["a.b"]
    # priority of the system
    priorities = { database = 2000000000 }
  }

  expect_failures = [
    var.operators,
    var.namespaces,
    var.priorities,
  ]
}

run "plugin_without_certificates" {
  command = plan

  variables {
    requires = { cert_manager = false }
  }

  expect_failures = [var.requires]
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
    condition     = contains(split("\n", local.digest_commands), "  skopeo --override-os linux inspect --format '{{.Digest}}' docker://quay.io/minio/operator:v7.1.1")
    error_message = "What prints the digest is said: got ${local.digest_commands}."
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
