# Each run called refused gives wrong values to variables that do not depend on each other, one to a variable.
mock_provider "helm" {}
mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

variables {
  environment = "dev"
  domain      = "dev.example.com"
  operators   = { install = true }
  object_store = {
    backend = "minio-tenant"
    minio = {
      acknowledge_minio_state = true
      image                   = { repository = "docker.io/pgsty/silo", tag = "RELEASE.2026-09-16T00-00-00Z" }
      client_image            = { repository = "docker.io/pgsty/mc", tag = "RELEASE.2026-09-16T00-00-00Z" }
      pool                    = { servers = 4, volumes_per_server = 4, volume_size = "67Gi" }
    }
  }
  postgres = { storage = { size = "5Gi" } }
  attic    = { jwt = { algorithm = "HS256" } }
}

run "refused_01" {
  command = plan

  variables {
    # environment unknown
    environment = "production"
    # domain without dot
    domain = "example"
    # attic without bucket
    buckets = { pg-backup = { bucket = "pg-backup", quota = "50Gi", purpose = "backup", namespaces = ["attic"] } }
  }

  expect_failures = [
    var.environment,
    var.domain,
    var.buckets,
  ]
}

run "refused_02" {
  command = plan

  variables {
    # no operators
    operators = { install = false }
    # backend unknown
    object_store = {
      backend = "minio"
      minio = {
        acknowledge_minio_state = true
        image                   = { repository = "docker.io/pgsty/silo", tag = "RELEASE.2026-09-16T00-00-00Z" }
        client_image            = { repository = "docker.io/pgsty/mc", tag = "RELEASE.2026-09-16T00-00-00Z" }
        pool                    = { servers = 4, volumes_per_server = 4, volume_size = "67Gi" }
      }
    }
    # quota in tebi
    buckets = {
      attic     = { bucket = "attic", quota = "300Gi", purpose = "attic", namespaces = ["attic"] }
      pg-backup = { bucket = "pg-backup", quota = "50Gi", purpose = "backup", namespaces = ["attic"] }
      x         = { bucket = "xxx", quota = "1Ti", purpose = "blobs", namespaces = [] }
    }
  }

  expect_failures = [
    var.operators,
    var.object_store,
    var.buckets,
  ]
}

run "refused_03" {
  command = plan

  variables {
    # settings of another backend
    object_store = {
      backend = "external"
      minio = {
        acknowledge_minio_state = true
        image                   = { repository = "docker.io/pgsty/silo", tag = "RELEASE.2026-09-16T00-00-00Z" }
        client_image            = { repository = "docker.io/pgsty/mc", tag = "RELEASE.2026-09-16T00-00-00Z" }
        pool                    = { servers = 4, volumes_per_server = 4, volume_size = "67Gi" }
      }
    }
    # purpose unknown
    buckets = {
      attic     = { bucket = "attic", quota = "300Gi", purpose = "attic", namespaces = ["attic"] }
      pg-backup = { bucket = "pg-backup", quota = "50Gi", purpose = "backup", namespaces = ["attic"] }
      x         = { bucket = "xxx", quota = "1Gi", purpose = "stuff", namespaces = [] }
    }
  }

  expect_failures = [
    var.object_store,
    var.buckets,
  ]
}

run "refused_04" {
  command = plan

  variables {
    # minio without knowing
    object_store = {
      backend = "minio-tenant"
      minio = {
        acknowledge_minio_state = false
        image                   = { repository = "docker.io/pgsty/silo", tag = "RELEASE.2026-09-16T00-00-00Z" }
        client_image            = { repository = "docker.io/pgsty/mc", tag = "RELEASE.2026-09-16T00-00-00Z" }
        pool                    = { servers = 4, volumes_per_server = 4, volume_size = "67Gi" }
      }
    }
    # attic s bucket expires
    buckets = {
      attic     = { bucket = "attic", quota = "300Gi", purpose = "attic", expire_days = 30, namespaces = ["attic"] }
      pg-backup = { bucket = "pg-backup", quota = "50Gi", purpose = "backup", namespaces = ["attic"] }

    }
  }

  expect_failures = [
    var.object_store,
    var.buckets,
  ]
}

run "refused_05" {
  command = plan

  variables {
    # scale of nothing
    object_store = {
      backend     = "minio-tenant"
      quota_scale = 0
      minio = {
        acknowledge_minio_state = true
        image                   = { repository = "docker.io/pgsty/silo", tag = "RELEASE.2026-09-16T00-00-00Z" }
        client_image            = { repository = "docker.io/pgsty/mc", tag = "RELEASE.2026-09-16T00-00-00Z" }
        pool                    = { servers = 4, volumes_per_server = 4, volume_size = "67Gi" }
      }
    }
    # backups expire
    buckets = {
      attic     = { bucket = "attic", quota = "300Gi", purpose = "attic", namespaces = ["attic"] }
      pg-backup = { bucket = "pg-backup", quota = "50Gi", purpose = "backup", expire_days = 30, namespaces = ["attic"] }

    }
  }

  expect_failures = [
    var.object_store,
    var.buckets,
  ]
}

run "s3_exposed_alone" {
  command = plan

  variables {
    object_store = {
      backend     = "minio-tenant"
      public_host = "s3.dev.example.com"
      minio = {
        acknowledge_minio_state = true
        image                   = { repository = "docker.io/pgsty/silo", tag = "RELEASE.2026-09-16T00-00-00Z" }
        client_image            = { repository = "docker.io/pgsty/mc", tag = "RELEASE.2026-09-16T00-00-00Z" }
        pool                    = { servers = 4, volumes_per_server = 4, volume_size = "67Gi" }
      }
    }
  }

  expect_failures = [var.object_store]
}

run "host_of_another_domain" {
  command = plan

  variables {
    exposure = {
      mode    = "gateway"
      host    = "attic-cache.prod.example.com"
      gateway = { name = "public", namespace = "gateway", section_name = "https" }
    }
  }

  expect_failures = [var.exposure]
}

run "exposed_under_no_name" {
  command = plan

  variables {
    exposure = {
      mode    = "gateway"
      gateway = { name = "public", namespace = "gateway", section_name = "https" }
    }
  }

  expect_failures = [var.exposure]
}

run "operators_in_prod" {
  command = plan

  variables {
    environment = "prod"
    attic       = { jwt = { existing_secret = "jwt" } }
  }

  expect_failures = [var.operators]
}

run "operators_twice" {
  command = plan

  variables {
    platform = {
      priority_classes = { database = "flywheel-database", cache = "flywheel-cache" }
      namespaces       = ["bazel-cache"]
      operators        = { cnpg = { namespace = "cnpg", backup_plugin = true }, minio = { namespace = "minio-system" } }
    }
    operators = { install = true }
  }

  expect_failures = [var.operators]
}

run "s3_of_another_domain" {
  command = plan

  variables {
    object_store = {
      backend     = "minio-tenant"
      public_host = "s3.prod.example.com"
      minio = {
        acknowledge_minio_state = true
        image                   = { repository = "docker.io/pgsty/silo", tag = "RELEASE.2026-09-16T00-00-00Z" }
        client_image            = { repository = "docker.io/pgsty/mc", tag = "RELEASE.2026-09-16T00-00-00Z" }
        pool                    = { servers = 4, volumes_per_server = 4, volume_size = "67Gi" }
      }
    }
    exposure = {
      mode    = "gateway"
      host    = "attic-cache.dev.example.com"
      gateway = { name = "public", namespace = "gateway", section_name = "https" }
    }
  }

  expect_failures = [var.object_store]
}

# Of every image: a plan warns.
run "placeholders_planned" {
  command = plan

  variables {
    object_store = {
      backend = "minio-tenant"
      minio = {
        acknowledge_minio_state = true
        image                   = { repository = "docker.io/pgsty/silo", tag = "1", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
        client_image            = { repository = "docker.io/pgsty/mc", tag = "1", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
        pool                    = { servers = 4, volumes_per_server = 4, volume_size = "67Gi" }
      }
    }
    postgres = { storage = { size = "5Gi" }, image = { repository = "ghcr.io/cloudnative-pg/postgresql", tag = "18", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" } }
    attic = {
      jwt          = { algorithm = "HS256" }
      image        = { repository = "ghcr.io/zhaofengli/attic", tag = "1", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
      client_image = { repository = "docker.io/curlimages/curl", tag = "1", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    }
  }

  assert {
    condition     = contains(split("\n", local.digest_commands), "  skopeo --override-os linux inspect --format '{{.Digest}}' docker://docker.io/pgsty/silo:1")
    error_message = "What prints the digest is said: got ${local.digest_commands}."
  }

  assert {
    condition     = length(local.placeholders) == 5
    error_message = "All images were placeholders, ${jsonencode(local.placeholders)} were found."
  }

  expect_failures = [check.images]
}

run "placeholders_applied" {
  variables {
    object_store = {
      backend = "minio-tenant"
      minio = {
        acknowledge_minio_state = true
        image                   = { repository = "docker.io/pgsty/silo", tag = "1", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
        client_image            = { repository = "docker.io/pgsty/mc", tag = "1", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
        pool                    = { servers = 4, volumes_per_server = 4, volume_size = "67Gi" }
      }
    }
    postgres = { storage = { size = "5Gi" }, image = { repository = "ghcr.io/cloudnative-pg/postgresql", tag = "18", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" } }
    attic = {
      jwt          = { algorithm = "HS256" }
      image        = { repository = "ghcr.io/zhaofengli/attic", tag = "1", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
      client_image = { repository = "docker.io/curlimages/curl", tag = "1", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    }
  }

  expect_failures = [check.images, terraform_data.images]
}
