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

# The URL has the password: it must not reach the plan.
run "database_url_in_place_of_a_secret" {
  command = plan

  variables {
    database = { secret_name = "postgresql://attic:password@db/attic", namespace = "attic", pod_selector = { app = "db" } }
  }

  expect_failures = [var.database]
}

run "database_of_everyone" {
  command = plan

  variables {
    database = { secret_name = "attic-db-app", namespace = "attic", pod_selector = {} }
  }

  expect_failures = [var.database]
}

run "database_port_zero" {
  command = plan

  variables {
    database = { secret_name = "attic-db-app", namespace = "attic", pod_selector = { app = "db" }, port = 0 }
  }

  expect_failures = [var.database]
}

run "bucket_with_capitals" {
  command = plan

  variables {
    storage = { bucket = "Attic", endpoint = "http://minio.object-store.svc", credentials_secret = "attic-s3" }
  }

  expect_failures = [var.storage]
}

run "region_with_blank" {
  command = plan

  variables {
    storage = { bucket = "attic", endpoint = "http://minio.object-store.svc", credentials_secret = "attic-s3", region = "us east" }
  }

  expect_failures = [var.storage]
}

run "endpoint_without_scheme" {
  command = plan

  variables {
    storage = { bucket = "attic", endpoint = "minio.object-store.svc:80", credentials_secret = "attic-s3", cidrs = ["10.0.0.0/8"] }
  }

  expect_failures = [var.storage]
}

run "public_endpoint_with_path" {
  command = plan

  variables {
    storage = { bucket = "attic", endpoint = "http://minio.object-store.svc", credentials_secret = "attic-s3", public_endpoint = "https://s3.example.com/attic" }
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

run "s3_key_in_place_of_a_secret" {
  command = plan

  variables {
    storage = { bucket = "attic", endpoint = "http://minio.object-store.svc", credentials_secret = "AKIAEXAMPLE/key" }
  }

  expect_failures = [var.storage]
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

# OpenTofu makes no RSA key without writing it into the state.
run "jwt_by_default_wants_a_key" {
  command = plan

  variables {
    jwt = {}
  }

  expect_failures = [var.jwt]
}

run "jwt_algorithm_unknown" {
  command = plan

  variables {
    jwt = { algorithm = "none", existing_secret = "attic-jwt" }
  }

  expect_failures = [var.jwt]
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

run "jwt_key_in_place_of_a_secret" {
  command = plan

  variables {
    jwt = { existing_secret = "LS0tLS1CRUdJTiBSU0E=" }
  }

  expect_failures = [var.jwt]
}

run "jwt_secret_key_with_slash" {
  command = plan

  variables {
    jwt = { existing_secret = "attic-jwt", secret_key = "a/b" }
  }

  expect_failures = [var.jwt]
}

run "jwt_revision_zero" {
  command = plan

  variables {
    jwt = { algorithm = "HS256", revision = 0 }
  }

  expect_failures = [var.jwt]
}
