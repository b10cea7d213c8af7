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

run "images_with_tag_in_repository" {
  command = plan

  variables {
    image        = { repository = "ghcr.io/zhaofengli/attic:v1", tag = "v1" }
    client_image = { repository = "docker.io/curlimages/curl:v1", tag = "v1" }
  }

  expect_failures = [var.image, var.client_image]
}

# The registry would choose "latest".
run "images_without_version" {
  command = plan

  variables {
    image        = { repository = "ghcr.io/zhaofengli/attic" }
    client_image = { repository = "docker.io/curlimages/curl" }
  }

  expect_failures = [var.image, var.client_image]
}

run "images_latest" {
  command = plan

  variables {
    image        = { repository = "ghcr.io/zhaofengli/attic", tag = "latest" }
    client_image = { repository = "docker.io/curlimages/curl", tag = "latest" }
  }

  expect_failures = [var.image, var.client_image]
}

run "images_short_digest" {
  command = plan

  variables {
    image        = { repository = "ghcr.io/zhaofengli/attic", digest = "sha256:00" }
    client_image = { repository = "docker.io/curlimages/curl", digest = "sha256:00" }
  }

  expect_failures = [var.image, var.client_image]
}

# A tag can be moved to other content.
run "images_by_tag_in_prod" {
  command = plan

  variables {
    environment  = "prod"
    jwt          = { existing_secret = "attic-jwt" }
    image        = { repository = "ghcr.io/zhaofengli/attic", tag = "v1" }
    client_image = { repository = "docker.io/curlimages/curl", tag = "v1" }
  }

  expect_failures = [var.image, var.client_image]
}

run "images_pulled_sometimes" {
  command = plan

  variables {
    image        = { repository = "ghcr.io/zhaofengli/attic", tag = "v1", pull_policy = "Sometimes" }
    client_image = { repository = "docker.io/curlimages/curl", tag = "v1", pull_policy = "Sometimes" }
  }

  expect_failures = [var.image, var.client_image]
}
