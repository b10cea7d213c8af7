locals {
  variants = {
    plain = {
      buckets  = { bazel-cache = { bucket = "bazel-cache", quota = "100Gi", purpose = "cache", expire_days = 30, secret_targets = [{ namespace = "bazel-cache", name = "bazel-cache-s3" }] } }
      exposure = {}
      tls      = {}
    }
    exposed = {
      buckets  = { attic = { bucket = "attic", quota = "300Gi", purpose = "attic", exposed = true, secret_targets = [{ namespace = "attic", name = "attic-s3" }] } }
      exposure = { mode = "gateway", host = "s3.example.com", gateway = { name = "public", namespace = "gateway", section_name = "https" } }
      tls      = {}
    }
    tls = {
      buckets  = { pg-backup = { bucket = "pg-backup", quota = "50Gi", purpose = "backup" }, attic = { bucket = "attic", quota = "1Ti", purpose = "attic" } }
      exposure = {}
      tls      = { secret_name = "minio-tls" }
    }
  }
}

module "store" {
  source   = "../.."
  for_each = local.variants

  namespace               = "object-store"
  environment             = "dev"
  acknowledge_minio_state = true
  image                   = { repository = "docker.io/pgsty/silo", tag = "RELEASE.2026-08-06T00-00-00Z" }
  client_image            = { repository = "quay.io/minio/mc", tag = "RELEASE.2025-08-13T08-35-41Z" }
  pool                    = { servers = 4, volumes_per_server = 4, volume_size = "200Gi" }
  buckets                 = each.value.buckets
  exposure                = each.value.exposure
  tls                     = each.value.tls
}

module "contract" {
  source   = "../../../object-store-contract"
  for_each = local.variants

  object_store = module.store[each.key].object_store
}
