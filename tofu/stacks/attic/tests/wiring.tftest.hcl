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

run "platform_s_operators_and_clients_once_keys_are_known" {
  command = plan

  variables {
    platform = {
      priority_classes = { database = "flywheel-database", cache = "flywheel-cache" }
      namespaces       = ["bazel-cache"]
      operators        = { cnpg = { namespace = "cnpg", backup_plugin = true }, minio = { namespace = "minio-system" } }
    }
    operators = { install = false }
  }

  # The server is given, for what clients get of it.
  override_module {
    target = module.attic
    outputs = {
      url          = "http://attic.attic.svc/"
      internal_url = "http://attic.attic.svc/"
      caches = {
        main   = { url = "http://attic.attic.svc/main", retention_days = 90, retention_seconds = 7776000, public = true }
        static = { url = "http://attic.attic.svc/static", retention_days = 0, retention_seconds = 0, public = false }
      }
      public_keys = { main = "main:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", static = null }
      nix = {
        substituters        = { main = { url = "http://attic.attic.svc/main", public_key = "main:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" } }
        trusted_public_keys = ["main:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]
      }
      jobs                  = {}
      jwt_secret_name       = "attic-jwt"
      tokens_invalidated_on = 1
      secret_names          = []
      resources             = { replicas = 2, cpu = "250m", memory = "512Mi", storage = "0Gi", group = "attic", optional = false }
    }
  }

  assert {
    condition     = module.cnpg_operator == null && module.minio_operator == null && length(module.namespace_of_others) == 0
    error_message = "What the platform has is not made again."
  }

  assert {
    condition     = output.object_store.buckets["bazel-cache"].secrets == { bazel-cache = "bazel-cache-s3" } && length(output.object_store.buckets["nexus"].secrets) == 0
    error_message = "Credentials go only where there is a namespace: got ${jsonencode(output.object_store.buckets)}."
  }

  assert {
    condition     = keys(output.client_config) == [".config/nix/nix.conf"] && strcontains(output.client_config[".config/nix/nix.conf"], "extra-substituters = http://attic.attic.svc/main\nextra-trusted-public-keys = main:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")
    error_message = "The first apply made the keys, the next one tells clients: got ${jsonencode(output.client_config)}."
  }

  assert {
    condition     = { for row in output.services : row.service => row.detail if startswith(row.service, "nix ") } == { "nix main" = "kept 90 days since the last access", "nix static" = "kept for ever" }
    error_message = "Got ${jsonencode(output.services)}."
  }
}

run "database_and_its_backups" {
  command = plan

  variables {
    postgres = { storage = { size = "5Gi" }, app_revision = 7 }
    attic    = { jwt = { algorithm = "HS256", revision = 5 } }
  }

  assert {
    condition     = module.attic.secrets_revision == "database=7,jwt=5,storage=${output.object_store.buckets.attic.credentials_revision}"
    error_message = "Who raises a revision has the pods read the Secret anew: got ${module.attic.secrets_revision}."
  }

  assert {
    condition     = output.postgres.host_rw == "attic-db-rw.attic.svc" && output.postgres.app_secret_name == "attic-db-app"
    error_message = "Got ${jsonencode(output.postgres)}."
  }

  assert {
    condition     = output.postgres.backup.bucket == "pg-backup" && startswith(output.postgres.backup.path, "attic/") && output.postgres.backup.schedule == "0 0 2 * * *" && output.postgres.backup.retention == "30d"
    error_message = "Six fields, into their own bucket: got ${jsonencode(output.postgres.backup)}."
  }

  assert {
    condition     = contains(output.attic.secret_names, "attic-db-app") && contains(output.attic.secret_names, "attic-s3")
    error_message = "Attic has the database's Secret and its bucket's: got ${jsonencode(output.attic.secret_names)}."
  }
}

run "exposed_with_a_tenth_of_the_buckets" {
  command = plan

  variables {
    object_store = {
      backend      = "minio-tenant"
      public_host  = "s3.dev.example.com"
      quota_scale  = 0.1
      public_cidrs = ["203.0.113.10/32"]
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

  assert {
    condition     = output.attic.url == "https://attic-cache.dev.example.com/"
    error_message = "Got ${output.attic.url}."
  }

  assert {
    condition     = output.object_store.public_endpoint == "https://s3.dev.example.com" && [for service, b in output.object_store.buckets : service if b.exposed] == ["attic"]
    error_message = "Clients are redirected to S3, and reach Attic's bucket alone: got ${jsonencode(output.object_store)}."
  }

  assert {
    condition     = output.resource_summary.buckets.total_gib == 60
    error_message = "Got ${jsonencode(output.resource_summary.buckets)}."
  }
}

run "seaweedfs" {
  command = plan

  variables {
    object_store = {
      backend   = "seaweedfs"
      seaweedfs = { volume = { servers = 4, size = "200Gi" } }
    }
  }

  assert {
    condition     = module.minio_tenant == null && module.minio_operator == null && output.object_store.namespace == "object-store" && output.resource_summary.buckets.total_gib == 600
    error_message = "Got ${jsonencode(output.object_store)}."
  }
}

run "store_of_yours" {
  command = plan

  variables {
    object_store = {
      backend = "external"
      external = {
        endpoint = "https://s3.example.com"
        cidrs    = ["203.0.113.0/24"]
        secrets = {
          attic     = { attic = "my-attic" }
          pg-backup = { attic = "my-backup" }
        }
      }
    }
    buckets = {
      attic     = { bucket = "my-attic", quota = "300Gi", purpose = "attic", namespaces = ["attic"] }
      pg-backup = { bucket = "my-backup", quota = "50Gi", purpose = "backup", namespaces = ["attic"] }
    }
  }

  assert {
    condition     = module.minio_tenant == null && output.object_store.endpoint == "https://s3.example.com"
    error_message = "Nothing is made: got ${jsonencode(output.object_store)}."
  }

  assert {
    condition     = contains(output.attic.secret_names, "my-attic") && output.resource_summary.object_store == null
    error_message = "Got ${jsonencode(output.attic.secret_names)}."
  }
}
