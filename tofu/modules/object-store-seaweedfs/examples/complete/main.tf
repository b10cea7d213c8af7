# Production: three masters, two copies of everything, the plan's buckets, Attic's reachable from outside by a Gateway.
module "seaweedfs" {
  source = "../.."

  namespace   = "object-store"
  environment = "prod"
  labels      = { team = "build" }
  image       = { repository = "docker.io/chrislusf/seaweedfs", tag = "4.44", digest = var.image_digest }
  masters     = 3
  volume      = { servers = 4, size = "400Gi", copies = 2, storage_class = "local" }
  filer       = { size = "20Gi" }
  gateways    = 2

  buckets = {
    attic       = { bucket = "attic", quota = "300Gi", purpose = "attic", exposed = true, secret_targets = [{ namespace = "attic", name = "attic-s3" }] }
    bazel-cache = { bucket = "bazel-cache", quota = "100Gi", purpose = "cache", expire_days = 30, secret_targets = [{ namespace = "bazel-cache", name = "bazel-cache-s3" }] }
    nexus       = { bucket = "nexus-blobs", quota = "100Gi", secret_targets = [{ namespace = "packages", name = "nexus-s3" }] }
    pulp        = { bucket = "pulp-content", quota = "50Gi", secret_targets = [{ namespace = "packages", name = "pulp-s3" }] }
    pg-backup   = { bucket = "pg-backup", quota = "50Gi", purpose = "backup", secret_targets = [{ namespace = "attic", name = "pg-backup-s3" }] }
  }
  exposure = {
    mode    = "gateway"
    host    = "s3.prod.example.com"
    gateway = { name = "public", namespace = "gateway", section_name = "https" }
  }
  monitoring = { runbook_base_url = "https://example.com/flywheel/tofu/modules/object-store-seaweedfs/runbooks" }
  dashboard  = { enabled = true, namespace = "monitoring" }
}
