mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

variables {
  environment = "dev"
  domain      = "dev.example.com"
  gitlab      = { url = "https://gitlab.dev.example.com", group_id = "42", npm_scope = "@example", nuget_patterns = ["Example.GitLab.*"] }
  bagetter    = { nuget_patterns = ["Example.*"] }
  rpm_repo = {
    repos         = { internal = { releasever = ["9"], arch = ["x86_64"] } }
    publish_image = { repository = "registry.example.com/rpm-publish", tag = "1.0.0" }
    signing       = { gpg_secret = "rpm-signing", key_id = "0123456789ABCDEF0123456789ABCDEF01234567" }
  }
  postgres    = { storage = { size = "5Gi" } }
  bazel_cache = { components = { bazel-cache = { replicas = 2, cpu = "1", memory = "2Gi", storage = "0Gi", group = "minimum" } } }
  object_store = {
    endpoint         = "http://minio.object-store.svc"
    endpoint_host    = "minio.object-store.svc"
    endpoint_port    = 80
    tls              = false
    public_endpoint  = null
    region           = "us-east-1"
    path_style       = true
    namespace        = "object-store"
    pod_port         = 9000
    cidrs            = []
    credentials_keys = { access_key = "access-key", secret_key = "secret-key" }
    buckets = {
      nexus     = { bucket = "nexus-blobs", quota_gib = 100, expire_days = null, exposed = false, secrets = { packages = "nexus-s3" }, credentials_revision = 1 }
      pulp      = { bucket = "pulp-content", quota_gib = 50, expire_days = null, exposed = false, secrets = { packages = "pulp-s3" }, credentials_revision = 1 }
      pg-backup = { bucket = "pg-backup", quota_gib = 50, expire_days = null, exposed = false, secrets = { packages = "pg-backup-s3" }, credentials_revision = 1 }
    }
    capacity = { raw_gib = null, drives = 1, parity = 0, usable_gib = null, allocated_gib = 150, headroom_gib = null, fits = true }
  }
}

run "environment_unknown" {
  command = plan

  variables {
    environment = "production"
  }

  expect_failures = [var.environment]
}

run "domain_with_scheme" {
  command = plan

  variables {
    domain = "https://dev.example.com"
  }

  expect_failures = [var.domain]
}

run "nothing_on" {
  command = plan

  variables {
    services = { gitlab = false, bagetter = false, rpm_repo = false }
  }

  expect_failures = [var.services]
}

run "gitlab_without_address" {
  command = plan

  variables {
    gitlab = null
  }

  expect_failures = [var.gitlab]
}

run "rpm_without_key" {
  command = plan

  variables {
    rpm_repo = null
  }

  expect_failures = [var.rpm_repo]
}

run "nexus_without_licence" {
  command = plan

  variables {
    services = { nexus = true }
    nexus    = { encryption_key_secret = "nexus-keys" }
  }

  expect_failures = [var.nexus]
}

run "nexus_without_bucket" {
  command = plan

  variables {
    services = { nexus = true }
    nexus    = { accept_eula = true, encryption_key_secret = "nexus-keys", metrics_secret = "nexus-metrics" }
    object_store = {
      endpoint         = "http://minio.object-store.svc"
      endpoint_host    = "minio.object-store.svc"
      endpoint_port    = 80
      tls              = false
      public_endpoint  = null
      region           = "us-east-1"
      path_style       = true
      namespace        = "object-store"
      pod_port         = 9000
      cidrs            = []
      credentials_keys = { access_key = "access-key", secret_key = "secret-key" }
      buckets = {
        nexus     = { bucket = "nexus-blobs", quota_gib = 100, expire_days = null, exposed = false, secrets = { other = "nexus-s3" }, credentials_revision = 1 }
        pg-backup = { bucket = "pg-backup", quota_gib = 50, expire_days = null, exposed = false, secrets = { packages = "pg-backup-s3" }, credentials_revision = 1 }
      }
      capacity = { raw_gib = null, drives = 1, parity = 0, usable_gib = null, allocated_gib = 150, headroom_gib = null, fits = true }
    }
  }

  expect_failures = [var.object_store]
}

run "backups_elsewhere" {
  command = plan

  variables {
    object_store = {
      endpoint         = "http://minio.object-store.svc"
      endpoint_host    = "minio.object-store.svc"
      endpoint_port    = 80
      tls              = false
      public_endpoint  = null
      region           = "us-east-1"
      path_style       = true
      namespace        = "object-store"
      pod_port         = 9000
      cidrs            = []
      credentials_keys = { access_key = "access-key", secret_key = "secret-key" }
      buckets = {
        nexus     = { bucket = "nexus-blobs", quota_gib = 100, expire_days = null, exposed = false, secrets = { packages = "nexus-s3" }, credentials_revision = 1 }
        pg-backup = { bucket = "pg-backup", quota_gib = 50, expire_days = null, exposed = false, secrets = { attic = "pg-backup-s3" }, credentials_revision = 1 }
      }
      capacity = { raw_gib = null, drives = 1, parity = 0, usable_gib = null, allocated_gib = 150, headroom_gib = null, fits = true }
    }
  }

  expect_failures = [var.object_store]
}

run "host_of_another_domain" {
  command = plan

  variables {
    hosts = { rpm = "rpm.prod.example.com" }
  }

  expect_failures = [var.hosts]
}

# Of every image: a plan warns.
run "placeholders_planned" {
  command = plan

  variables {
    bagetter = { image = { repository = "docker.io/bagetter/bagetter", tag = "1", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }, nuget_patterns = ["Example.*"] }
    rpm_repo = {
      repos         = { internal = { releasever = ["9"], arch = ["x86_64"] } }
      image         = { repository = "docker.io/nginxinc/nginx-unprivileged", tag = "1", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
      publish_image = { repository = "registry.example.com/rpm-publish", tag = "1", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
      signing       = { gpg_secret = "rpm-signing", key_id = "0123456789ABCDEF0123456789ABCDEF01234567" }
    }
    postgres = { storage = { size = "5Gi" }, image = { repository = "ghcr.io/cloudnative-pg/postgresql", tag = "18", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" } }
  }

  assert {
    condition     = contains(split("\n", local.digest_commands), "  skopeo --override-os linux inspect --format '{{.Digest}}' docker://docker.io/bagetter/bagetter:1")
    error_message = "What prints the digest is said: got ${local.digest_commands}."
  }

  assert {
    condition     = length(local.placeholders) == 4
    error_message = "All images were placeholders, ${jsonencode(local.placeholders)} were found."
  }

  expect_failures = [check.images]
}

run "placeholders_applied" {
  variables {
    bagetter = { image = { repository = "docker.io/bagetter/bagetter", tag = "1", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }, nuget_patterns = ["Example.*"] }
    rpm_repo = {
      repos         = { internal = { releasever = ["9"], arch = ["x86_64"] } }
      image         = { repository = "docker.io/nginxinc/nginx-unprivileged", tag = "1", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
      publish_image = { repository = "registry.example.com/rpm-publish", tag = "1", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
      signing       = { gpg_secret = "rpm-signing", key_id = "0123456789ABCDEF0123456789ABCDEF01234567" }
    }
    postgres = { storage = { size = "5Gi" }, image = { repository = "ghcr.io/cloudnative-pg/postgresql", tag = "18", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" } }
  }

  expect_failures = [check.images, terraform_data.images]
}

run "galaxy_without_image" {
  command = plan

  variables {
    services = { galaxy = true }
  }

  expect_failures = [var.galaxy]
}

run "galaxy_without_bucket" {
  command = plan

  variables {
    services = { galaxy = true }
    galaxy   = { image = { repository = "quay.io/ansible/galaxy-ng", tag = "1" }, web_image = { repository = "quay.io/ansible/galaxy-ui", tag = "1" } }
    object_store = {
      endpoint         = "http://minio.object-store.svc"
      endpoint_host    = "minio.object-store.svc"
      endpoint_port    = 80
      tls              = false
      public_endpoint  = null
      region           = "us-east-1"
      path_style       = true
      namespace        = "object-store"
      pod_port         = 9000
      cidrs            = []
      credentials_keys = { access_key = "access-key", secret_key = "secret-key" }
      buckets = {
        pulp      = { bucket = "pulp-content", quota_gib = 50, expire_days = null, exposed = false, secrets = { galaxy = "pulp-s3" }, credentials_revision = 1 }
        pg-backup = { bucket = "pg-backup", quota_gib = 50, expire_days = null, exposed = false, secrets = { packages = "pg-backup-s3" }, credentials_revision = 1 }
      }
      capacity = { raw_gib = null, drives = 1, parity = 0, usable_gib = null, allocated_gib = 150, headroom_gib = null, fits = true }
    }
  }

  expect_failures = [var.object_store]
}
