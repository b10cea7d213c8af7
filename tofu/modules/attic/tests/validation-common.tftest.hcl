mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

variables {
  namespace   = "attic"
  environment = "dev"
  public_url  = "http://attic.attic.svc/"
  database    = { secret_name = "attic-db-app", namespace = "attic", pod_selector = { "cnpg.io/cluster" = "attic-db" } }
  storage     = { bucket = "attic", endpoint = "http://minio.object-store.svc", credentials_secret = "attic-s3" }
  jwt         = { algorithm = "HS256" }
}

run "name_with_capitals" {
  command = plan

  variables {
    name = "Attic"
  }

  expect_failures = [var.name]
}

# <name>-migrations-<hash> is a label: 63 characters.
run "name_too_long_for_a_job" {
  command = plan

  variables {
    name = "a1234567890123456789012345678901234567890"
  }

  expect_failures = [var.name]
}

run "namespace_with_dot" {
  command = plan

  variables {
    namespace = "a.b"
  }

  expect_failures = [var.namespace]
}

run "environment_unknown" {
  command = plan

  variables {
    environment = "production"
  }

  expect_failures = [var.environment]
}

run "labels_of_ours" {
  command = plan

  variables {
    labels = { "app.kubernetes.io/name" = "mine" }
  }

  expect_failures = [var.labels]
}

run "labels_of_this_project" {
  command = plan

  variables {
    labels = { "flywheel.dev/environment" = "dev" }
  }

  expect_failures = [var.labels]
}
