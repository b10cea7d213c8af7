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
      pg-backup = { bucket = "pg-backup", quota_gib = 50, expire_days = null, exposed = false, secrets = { packages = "pg-backup-s3" }, credentials_revision = 1 }
    }
    capacity = { raw_gib = null, drives = 1, parity = 0, usable_gib = null, allocated_gib = 150, headroom_gib = null, fits = true }
  }
  exposure = {
    mode    = "gateway"
    gateway = { name = "public", namespace = "gateway", section_name = "https" }
  }
}

run "clients" {
  command = plan

  assert {
    condition     = toset(keys(output.client_config)) == toset([".npmrc", ".nuget/config/flywheel.config", ".config/pip/pip.conf", ".config/dnf/flywheel.repo"])
    error_message = "npm, NuGet, pip and dnf: got ${jsonencode(keys(output.client_config))}."
  }

  assert {
    condition     = output.endpoints.nuget == "https://nuget.dev.example.com/v3/index.json" && output.endpoints.nexus == null
    error_message = "Got ${jsonencode(output.endpoints)}."
  }
}

run "names_of_yours" {
  command = plan

  variables {
    hosts = { nuget = "feed.dev.example.com" }
  }

  assert {
    condition     = output.endpoints.nuget == "https://feed.dev.example.com/v3/index.json"
    error_message = "Got ${jsonencode(output.endpoints)}."
  }
}

run "nexus" {
  command = plan

  variables {
    services = { nexus = true }
    nexus    = { accept_eula = true, encryption_key_secret = "nexus-keys", metrics_secret = "nexus-metrics" }
  }

  assert {
    condition     = module.nexus != null && output.endpoints.nexus == "https://nexus.dev.example.com"
    error_message = "Got ${jsonencode(output.endpoints)}."
  }

  assert {
    condition     = contains(output.secret_names, "nexus-s3") && contains(output.secret_names, "nexus-admin") && contains(output.secret_names, "packages-db-app")
    error_message = "Got ${jsonencode(output.secret_names)}."
  }

  assert {
    condition     = module.nexus.resources == { replicas = 1, cpu = "2", memory = "6Gi", storage = "50Gi", group = "full", optional = true } || module.nexus.resources.cpu == "2" && module.nexus.resources.memory == "6Gi" && module.nexus.resources.storage == "50Gi"
    error_message = "What is counted is what is deployed: got ${jsonencode(module.nexus.resources)}."
  }
}

run "gitlab_alone" {
  command = plan

  variables {
    services = { bagetter = false, rpm_repo = false }
  }

  assert {
    condition     = module.postgres == null && output.database == null && length(kubernetes_secret_v1.bagetter) == 0
    error_message = "Nothing is deployed for it."
  }
}
