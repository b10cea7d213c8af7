# Production: four servers with four volumes each, the plan's buckets, Attic's reachable from outside by a Gateway.
module "minio" {
  source = "../.."

  namespace               = "object-store"
  environment             = "prod"
  labels                  = { team = "build" }
  acknowledge_minio_state = true
  image                   = { repository = "docker.io/pgsty/silo", tag = "RELEASE.2026-08-06T00-00-00Z", digest = var.image_digest }
  client_image            = { repository = "quay.io/minio/mc", tag = "RELEASE.2025-08-13T08-35-41Z", digest = var.client_image_digest }

  pool           = { servers = 4, volumes_per_server = 4, volume_size = "67Gi", storage_class = "local" }
  headroom_ratio = 0.2
  resources = {
    requests = { cpu = "1", memory = "4Gi" }
    limits   = { memory = "4Gi" }
  }

  buckets = {
    attic       = { bucket = "attic", quota = "300Gi", purpose = "attic", exposed = true, secret_targets = [{ namespace = "attic", name = "attic-s3" }] }
    bazel-cache = { bucket = "bazel-cache", quota = "100Gi", purpose = "cache", expire_days = 30, secret_targets = [{ namespace = "bazel-cache", name = "bazel-cache-s3" }] }
    nexus       = { bucket = "nexus-blobs", quota = "100Gi", secret_targets = [{ namespace = "packages", name = "nexus-s3" }] }
    pulp        = { bucket = "pulp-content", quota = "50Gi", secret_targets = [{ namespace = "packages", name = "pulp-s3" }] }
    pg-backup   = { bucket = "pg-backup", quota = "50Gi", purpose = "backup", secret_targets = [{ namespace = "attic", name = "pg-backup-s3" }], credentials_revision = 1 }
  }

  exposure = {
    mode    = "gateway"
    host    = "s3.prod.example.com"
    gateway = { name = "public", namespace = "gateway", section_name = "https" }
  }
  kubernetes_api_cidrs = ["10.0.0.1/32"]
  monitoring           = { runbook_base_url = "https://example.com/flywheel/tofu/modules/minio-tenant/runbooks" }
  dashboard            = { enabled = true, namespace = "monitoring" }
}
