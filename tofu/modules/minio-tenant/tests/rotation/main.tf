# The module with one thing changed at a time: which Secrets are written again, and is there another Job?
locals {
  attic = { bucket = "attic", quota = "300Gi", purpose = "attic", revision = 1, targets = [{ namespace = "attic", name = "attic-s3" }] }
  base  = { attic = local.attic, revision = 1, image = "RELEASE.2025-08-13T08-35-41Z", scale = 1, tls = null }

  variants = {
    base          = local.base
    same          = local.base
    credentials   = merge(local.base, { attic = merge(local.attic, { revision = 2 }) })
    target        = merge(local.base, { attic = merge(local.attic, { targets = [{ namespace = "attic", name = "attic-s3" }, { namespace = "ci", name = "attic-s3" }] }) })
    endpoint      = merge(local.base, { tls = "minio-tls" })
    administrator = merge(local.base, { revision = 2 })
    image         = merge(local.base, { image = "another" })
    quota         = merge(local.base, { scale = 0.5 })
  }
}

module "store" {
  source   = "../.."
  for_each = local.variants

  namespace               = "object-store"
  environment             = "dev"
  acknowledge_minio_state = true
  image                   = { repository = "docker.io/pgsty/silo", tag = "RELEASE.2026-08-06T00-00-00Z" }
  client_image            = { repository = "quay.io/minio/mc", tag = each.value.image }
  pool                    = { servers = 4, volumes_per_server = 4, volume_size = "67Gi" }
  quota_scale             = each.value.scale
  root_revision           = each.value.revision
  tls                     = { secret_name = each.value.tls }
  buckets = {
    attic = {
      bucket               = each.value.attic.bucket
      quota                = each.value.attic.quota
      purpose              = each.value.attic.purpose
      secret_targets       = each.value.attic.targets
      credentials_revision = each.value.attic.revision
    }
    bazel-cache = { bucket = "bazel-cache", quota = "100Gi", purpose = "cache", expire_days = 30 }
  }
}
