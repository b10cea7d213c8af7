# Each run called refused gives wrong values to variables that do not depend on each other, one to a variable.
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

run "refused_01" {
  command = plan

  variables {
    # name with capitals
    name = "Attic"
    # namespace with dot
    namespace = "a.b"
    # environment unknown
    environment = "production"
    # labels of ours
    labels = { "app.kubernetes.io/name" = "mine" }
  }

  expect_failures = [
    var.name,
    var.namespace,
    var.environment,
    var.labels,
  ]
}

run "refused_02" {
  command = plan

  variables {
    # <name>-migrations-<hash> is a label: 63 characters.
    # name too long for a job
    name = "a1234567890123456789012345678901234567890"
    # labels of this project
    labels = { "flywheel.dev/environment" = "dev" }
  }

  expect_failures = [
    var.name,
    var.labels,
  ]
}
