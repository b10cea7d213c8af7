locals {
  variants = {
    plain = {
      buckets  = { bazel-cache = { bucket = "bazel-cache", quota = "100Gi", purpose = "cache", expire_days = 30, secret_targets = [{ namespace = "bazel-cache", name = "bazel-cache-s3" }] } }
      exposure = {}
      revision = 1
    }
    exposed = {
      buckets  = { attic = { bucket = "attic", quota = "300Gi", purpose = "attic", exposed = true, secret_targets = [{ namespace = "attic", name = "attic-s3" }] } }
      exposure = { mode = "gateway", host = "s3.example.com", gateway = { name = "public", namespace = "gateway", section_name = "https" } }
      revision = 1
    }
    rotated = {
      buckets  = { bazel-cache = { bucket = "bazel-cache", quota = "100Gi", purpose = "cache", expire_days = 30, secret_targets = [{ namespace = "bazel-cache", name = "bazel-cache-s3" }] } }
      exposure = {}
      revision = 2
    }
    target = {
      buckets  = { bazel-cache = { bucket = "bazel-cache", quota = "100Gi", purpose = "cache", expire_days = 30, secret_targets = [{ namespace = "bazel-cache", name = "bazel-cache-s3" }, { namespace = "ci", name = "bazel-cache-s3" }] } }
      exposure = {}
      revision = 1
    }
  }
}

module "store" {
  source   = "../.."
  for_each = local.variants

  namespace            = "object-store"
  environment          = "dev"
  volume               = { size = "1000Gi" }
  buckets              = each.value.buckets
  exposure             = each.value.exposure
  credentials_revision = each.value.revision
}

module "contract" {
  source   = "../../../object-store-contract"
  for_each = local.variants

  object_store = module.store[each.key].object_store
}
