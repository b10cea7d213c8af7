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

run "on_and_off" {
  command = plan

  assert {
    condition     = module.gitlab != null && module.bagetter != null && module.rpm_repo != null && module.nexus == null && module.galaxy == null && length(kubernetes_secret_v1.galaxy) == 0
    error_message = "GitLab, BaGetter and RPM; Nexus and Galaxy only when asked for."
  }
}

run "the_plan_s_full_stack" {
  command = plan

  assert {
    condition     = output.resource_summary.minimum == { cpu = 2, memory_gib = 4, storage_gib = 0 } && output.resource_summary.full == { cpu = 6, memory_gib = 13, storage_gib = 70 }
    error_message = "2 + 2 + 2 CPU, 4 + 6 + 3Gi, 50 + 20Gi: got ${jsonencode(output.resource_summary.full)}."
  }
}

run "one_database_for_all" {
  command = plan

  assert {
    condition     = output.database.cluster_name == "packages-db" && output.database.backup.bucket == "pg-backup" && output.database.backup.path != output.database.backup.bucket
    error_message = "Got ${jsonencode(output.database)}."
  }
}
