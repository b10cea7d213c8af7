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
    # The URL has the password: it must not reach the plan.
    # database url in place of a secret
    database = { secret_name = "postgresql://attic:password@db/attic", namespace = "attic", pod_selector = { app = "db" } }
    # bucket with capitals
    storage = { bucket = "Attic", endpoint = "http://minio.object-store.svc", credentials_secret = "attic-s3" }
    # OpenTofu makes no RSA key without writing it into the state.
    # jwt by default wants a key
    jwt = {}
  }

  expect_failures = [
    var.database,
    var.storage,
    var.jwt,
  ]
}

run "refused_02" {
  command = plan

  variables {
    # database of everyone
    database = { secret_name = "attic-db-app", namespace = "attic", pod_selector = {} }
    # region with blank
    storage = { bucket = "attic", endpoint = "http://minio.object-store.svc", credentials_secret = "attic-s3", region = "us east" }
    # jwt algorithm unknown
    jwt = { algorithm = "none", existing_secret = "attic-jwt" }
  }

  expect_failures = [
    var.database,
    var.storage,
    var.jwt,
  ]
}

run "refused_03" {
  command = plan

  variables {
    # database port zero
    database = { secret_name = "attic-db-app", namespace = "attic", pod_selector = { app = "db" }, port = 0 }
    # endpoint without scheme
    storage = { bucket = "attic", endpoint = "minio.object-store.svc:80", credentials_secret = "attic-s3", cidrs = ["10.0.0.0/8"] }
    # jwt key in place of a secret
    jwt = { existing_secret = "LS0tLS1CRUdJTiBSU0E=" }
  }

  expect_failures = [
    var.database,
    var.storage,
    var.jwt,
  ]
}

run "refused_04" {
  command = plan

  variables {
    # public endpoint with path
    storage = { bucket = "attic", endpoint = "http://minio.object-store.svc", credentials_secret = "attic-s3", public_endpoint = "https://s3.example.com/attic" }
    # jwt secret key with slash
    jwt = { existing_secret = "attic-jwt", secret_key = "a/b" }
  }

  expect_failures = [
    var.storage,
    var.jwt,
  ]
}

run "refused_05" {
  command = plan

  variables {
    # s3 key in place of a secret
    storage = { bucket = "attic", endpoint = "http://minio.object-store.svc", credentials_secret = "AKIAEXAMPLE/key" }
    # jwt revision zero
    jwt = { algorithm = "HS256", revision = 0 }
  }

  expect_failures = [
    var.storage,
    var.jwt,
  ]
}

run "s3_pod_port_zero" {
  command = plan

  variables {
    storage = { bucket = "attic", endpoint = "http://minio.object-store.svc", credentials_secret = "attic-s3", pod_port = 0 }
  }

  expect_failures = [var.storage]
}

run "s3_range_without_mask" {
  command = plan

  variables {
    storage = { bucket = "attic", endpoint = "http://minio.object-store.svc", credentials_secret = "attic-s3", cidrs = ["203.0.113.1"] }
  }

  expect_failures = [var.storage]
}

# A policy cannot name hosts: Attic would reach no S3.
run "s3_outside_without_ranges" {
  command = plan

  variables {
    storage = { bucket = "attic", endpoint = "https://s3.example.com", credentials_secret = "attic-s3" }
  }

  expect_failures = [var.storage]
}

run "aws_without_ranges" {
  command = plan

  variables {
    storage = { bucket = "attic", credentials_secret = "attic-s3" }
  }

  expect_failures = [var.storage]
}

# Attic redirects clients to S3 for small paths: those outside cannot resolve its name.
run "internal_s3_for_clients_outside" {
  command = plan

  variables {
    public_url = "https://attic.example.com/"
    exposure   = { mode = "gateway", host = "attic.example.com", gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
    storage    = { bucket = "attic", endpoint = "http://minio.object-store.svc", credentials_secret = "attic-s3" }
  }

  expect_failures = [var.storage]
}

run "jwt_generated_in_prod" {
  command = plan

  variables {
    environment  = "prod"
    image        = { repository = "ghcr.io/a/b", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    client_image = { repository = "ghcr.io/a/c", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  }

  expect_failures = [var.jwt]
}
